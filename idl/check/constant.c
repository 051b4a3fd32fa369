// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: constants
 *
 * Works expressions out, and writes values in C.
 *
 * The rules are those of the language's first compiler: division rounds down, and
 * a hexadecimal number may fill all bits of a signed type.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/constant.h"
#include "check/type.h"

/**
 * struct constant_job - one expression of a declaration
 */
struct constant_job {
	struct scope *scope;
	/** @from: the module or interface around it */
	const struct decl *from;
	/** @primitive: the type that it is for, or NULL */
	const struct primitive *primitive;
};

static bool constant_eval(const struct constant_job *job, const struct expr *expr,
			  struct constant *value);

static bool constant_fail(const struct constant_job *job, const struct expr *expr,
			  const char *text)
{
	report_error(job->scope->report, expr->span, "%s", text);
	return false;
}

static bool constant_literal(const struct constant_job *job, const struct expr *expr,
			     struct constant *value)
{
	const struct token *token = &expr->literal;

	value->wide = token->wide;
	switch (token->kind) {
	case TOKEN_INTEGER:
		value->kind = CONSTANT_INTEGER;
		value->integer = token->integer;
		value->base = token->base;
		return true;
	case TOKEN_REAL:
		value->kind = CONSTANT_REAL;
		value->real = strtod(token->text, NULL);
		return isfinite(value->real) ||
		       constant_fail(job, expr, "this number is too large");
	case TOKEN_CHARACTER:
		value->kind = CONSTANT_CHARACTER;
		value->integer = token->units[0];
		return true;
	case TOKEN_STRING:
		value->kind = CONSTANT_STRING;
		value->units = token->units;
		value->length = token->length;
		return true;
	default:
		value->kind = CONSTANT_BOOLEAN;
		value->integer = !strcmp(token->text, "TRUE");
		return true;
	}
}

static bool constant_name(const struct constant_job *job, const struct expr *expr,
			  struct constant *value)
{
	const struct symbol *symbol = scope_find(job->scope, job->from, &expr->name);

	if (!symbol)
		return false;
	if (symbol->enumerator) {
		value->kind = CONSTANT_INTEGER;
		value->integer = symbol->enumerator->value;
		value->base = 10;
		return true;
	}
	if (symbol->decl->kind != DECL_CONST)
		return constant_fail(job, expr, "this is no constant");
	if (!symbol->decl->constant)
		return false;		/* its own mistake was reported */
	*value = *symbol->decl->constant;
	return true;
}

/* All bits of the type that the constant is for. */
static constant_wide constant_mask(const struct primitive *primitive)
{
	unsigned int bits = primitive ? 8 * primitive->size : 64;

	return ((constant_wide)1 << bits) - 1;
}

static bool constant_unary(const struct constant_job *job, const struct expr *expr,
			   struct constant *value)
{
	if (!constant_eval(job, expr->left, value))
		return false;
	if (value->kind == CONSTANT_REAL && expr->sign != '~') {
		value->real = expr->sign == '-' ? -value->real : value->real;
		return true;
	}
	if (value->kind != CONSTANT_INTEGER)
		return constant_fail(job, expr, "this needs a number");
	if (expr->sign == '-')
		value->integer = -value->integer;
	else if (expr->sign == '~')
		value->integer = job->primitive && !job->primitive->is_signed ?
				 ~value->integer & constant_mask(job->primitive) :
				 ~value->integer;
	return true;
}

static bool constant_divide(const struct constant_job *job, const struct expr *expr,
			    constant_wide left, constant_wide right, constant_wide *result)
{
	constant_wide quotient, rest;

	if (!right)
		return constant_fail(job, expr, "this divides by zero");
	quotient = left / right;
	rest = left % right;
	if (rest && (rest < 0) != (right < 0)) {
		quotient--;
		rest += right;
	}
	*result = expr->sign == '/' ? quotient : rest;
	return true;
}

static bool constant_shift(const struct constant_job *job, const struct expr *expr,
			   constant_wide left, constant_wide right, constant_wide *result)
{
	if (right < 0 || right > 63)
		return constant_fail(job, expr, "numbers are shifted by 0 to 63 bits");
	*result = expr->sign == '<' ? left * ((constant_wide)1 << right) : left >> right;
	return true;
}

static bool constant_integers(const struct constant_job *job, const struct expr *expr,
			      constant_wide left, constant_wide right, constant_wide *result)
{
	switch (expr->sign) {
	case '+':
		*result = left + right;
		return true;
	case '-':
		*result = left - right;
		return true;
	case '*':
		*result = left * right;
		return true;
	case '/':
	case '%':
		return constant_divide(job, expr, left, right, result);
	case '&':
		*result = left & right;
		return true;
	case '^':
		*result = left ^ right;
		return true;
	case '|':
		*result = left | right;
		return true;
	default:
		return constant_shift(job, expr, left, right, result);
	}
}

static bool constant_reals(const struct constant_job *job, const struct expr *expr,
			   double right, struct constant *value)
{
	switch (expr->sign) {
	case '+':
		value->real += right;
		break;
	case '-':
		value->real -= right;
		break;
	case '*':
		value->real *= right;
		break;
	case '/':
		value->real /= right;
		break;
	default:
		return constant_fail(job, expr, "this needs whole numbers");
	}
	return isfinite(value->real) || constant_fail(job, expr, "this number is too large");
}

static bool constant_binary(const struct constant_job *job, const struct expr *expr,
			    struct constant *value)
{
	struct constant right = { .base = 10 };

	if (!constant_eval(job, expr->left, value) || !constant_eval(job, expr->right, &right))
		return false;
	if (value->kind == CONSTANT_REAL && right.kind == CONSTANT_REAL)
		return constant_reals(job, expr, right.real, value);
	if (value->kind != CONSTANT_INTEGER || right.kind != CONSTANT_INTEGER)
		return constant_fail(job, expr, "both sides have to be numbers, and of one kind");
	return constant_integers(job, expr, value->integer, right.integer, &value->integer);
}

/* Works it out. Numbers stay within 64 bits, so that one step more cannot overflow. */
static bool constant_eval(const struct constant_job *job, const struct expr *expr,
			  struct constant *value)
{
	static bool (*const kinds[])(const struct constant_job *job, const struct expr *expr,
				     struct constant *value) = {
		[EXPR_LITERAL] = constant_literal, [EXPR_NAME] = constant_name,
		[EXPR_UNARY] = constant_unary, [EXPR_BINARY] = constant_binary,
	};

	if (!kinds[expr->kind](job, expr, value))
		return false;
	if (value->kind == CONSTANT_INTEGER &&
	    (value->integer > (constant_wide)UINT64_MAX ||
	     value->integer < (constant_wide)INT64_MIN))
		return constant_fail(job, expr, "this needs more than 64 bits");
	return true;
}

/* Does an integer fit? A hexadecimal one that fills the type becomes negative. */
static bool constant_fits(struct constant *value, const struct primitive *primitive)
{
	constant_wide mask = constant_mask(primitive), max = mask, min = 0;

	if (primitive && primitive->is_signed) {
		max = mask >> 1;
		min = -max - 1;
		if (value->base == 16 && value->integer > max && value->integer <= mask)
			value->integer -= mask + 1;
	}
	return value->integer >= min && value->integer <= max;
}

static const char *constant_wanted(const struct type *type)
{
	if (type->kind == TYPE_STRING)
		return "a text, \"...\"";
	if (type->kind == TYPE_WSTRING)
		return "a wide text, L\"...\"";
	if (type->kind != TYPE_PRIMITIVE)
		return "a value of the enum";
	switch (type->primitive->kind) {
	case PRIMITIVE_REAL:
		return "a number with a point, such as 1.0";
	case PRIMITIVE_CHARACTER:
		return type->primitive->size == 1 ? "a character, '.'" : "a wide character, L'.'";
	case PRIMITIVE_BOOLEAN:
		return "TRUE or FALSE";
	default:
		return "a whole number";
	}
}

/* Is the value one of the type? @type is no name, or that of an enum. */
static bool constant_matches(const struct constant *value, const struct type *type)
{
	if (type->kind == TYPE_STRING || type->kind == TYPE_WSTRING)
		return value->kind == CONSTANT_STRING &&
		       value->wide == (type->kind == TYPE_WSTRING);
	if (type->kind != TYPE_PRIMITIVE)
		return value->kind == CONSTANT_INTEGER;
	switch (type->primitive->kind) {
	case PRIMITIVE_REAL:
		return value->kind == CONSTANT_REAL;
	case PRIMITIVE_CHARACTER:
		return value->kind == CONSTANT_CHARACTER &&
		       value->wide == (type->primitive->size == 2);
	case PRIMITIVE_BOOLEAN:
		return value->kind == CONSTANT_BOOLEAN;
	default:
		return value->kind == CONSTANT_INTEGER;
	}
}

/**
 * constant_of() - work out the value of a constant
 * @scope: all names
 * @from: the module or interface around it
 * @expr: what it is
 * @type: of what type it has to be
 *
 * Return: the value; NULL: it has none, which has been reported.
 */
const struct constant *constant_of(struct scope *scope, const struct decl *from,
				   const struct expr *expr, const struct type *type)
{
	struct constant *value = arena_alloc(scope->arena, sizeof(*value));
	const struct type *plain = type_plain(type);
	struct constant_job job = { .scope = scope, .from = from };

	value->base = 10;
	if (plain->kind == TYPE_PRIMITIVE && plain->primitive->kind == PRIMITIVE_INTEGER)
		job.primitive = plain->primitive;
	if (!constant_eval(&job, expr, value))
		return NULL;
	if (!constant_matches(value, plain)) {
		report_error(scope->report, expr->span, "this has to be %s",
			     constant_wanted(plain));
		return NULL;
	}
	if (value->kind == CONSTANT_INTEGER && !constant_fits(value, job.primitive)) {
		report_error(scope->report, expr->span, "this does not fit into '%s'",
			     job.primitive ? job.primitive->name : "the enum");
		return NULL;
	}
	return value;
}

/**
 * constant_count() - work out how many elements an array has
 *
 * Return: at least 1, also if a mistake has been reported.
 */
uint64_t constant_count(struct scope *scope, const struct decl *from, const struct expr *expr)
{
	struct constant_job job = { scope, from, &primitive_unsigned_long };
	struct constant value = { .base = 10 };

	if (!constant_eval(&job, expr, &value))
		return 1;
	if (value.kind == CONSTANT_INTEGER && value.integer > 0 && value.integer <= INT32_MAX)
		return (uint64_t)value.integer;
	report_error(scope->report, expr->span, "the number of elements is 1 to %d", INT32_MAX);
	return 1;
}

/* One unit of a text between @quote; digits could be taken for a part of an escape. */
static void constant_unit(struct text *text, uint16_t unit, char quote)
{
	if (unit == '\\' || unit == (unsigned char)quote || unit == '?')
		text_printf(text, "\\%c", unit);
	else if (unit >= ' ' && unit < 0x7f)
		text_printf(text, "%c", unit);
	else if (unit <= 0xff)
		text_printf(text, "\\%03o", unit);
	else if ((unit & 0xf800) == 0xd800)	/* half a pair, which \u must not be */
		text_printf(text, quote == '"' ? "\\x%04x\" L\"" : "\\x%04x", unit);
	else
		text_printf(text, "\\u%04x", unit);
}

static const char *constant_c_integer(struct arena *arena, const struct constant *constant,
				      const struct primitive *primitive)
{
	bool negative = constant->integer < 0, is_long = primitive && primitive->size == 8;
	unsigned long long value = (unsigned long long)(negative ? -constant->integer :
							constant->integer);
	const char *suffix = !primitive || primitive->size < 4 ? "" :
			     is_long ? primitive->is_signed ? "ll" : "ull" :
			     primitive->is_signed ? "" : "u";
	char *digits;

	/* The most negative number is none with a sign in C. */
	if (negative && (value == 1ull << 63 || value == 1ull << 31))
		return arena_printf(arena, "(-%llu%s - 1)", value - 1, suffix);
	if (constant->base == 16)
		digits = arena_printf(arena, "0x%llx%s", value, is_long ? suffix : "");
	else if (constant->base == 8)
		digits = arena_printf(arena, "0%llo%s", value, suffix);
	else
		digits = arena_printf(arena, "%llu%s", value, suffix);
	return negative ? arena_printf(arena, "(-%s)", digits) : digits;
}

/**
 * constant_c() - write a value in C
 * @arena: for the text
 * @constant: the value
 * @type: its type
 */
const char *constant_c(struct arena *arena, const struct constant *constant,
		       const struct type *type)
{
	const struct type *plain = type_plain(type);
	char quote = constant->kind == CONSTANT_CHARACTER ? '\'' : '"';
	struct text text = { .arena = arena };
	uint16_t unit;

	switch (constant->kind) {
	case CONSTANT_INTEGER:
		return constant_c_integer(arena, constant, plain->kind == TYPE_PRIMITIVE ?
					  plain->primitive : NULL);
	case CONSTANT_BOOLEAN:
		return constant->integer ? "1" : "0";
	case CONSTANT_REAL:
		text_printf(&text, "%.17g", constant->real);
		if (!strpbrk(text.data, ".e"))
			text_printf(&text, ".0");
		return constant->real < 0 ? arena_printf(arena, "(%s)", text.data) : text.data;
	default:
		break;
	}
	text_printf(&text, "%s%c", constant->wide ? "L" : "", quote);
	unit = (uint16_t)constant->integer;
	if (constant->kind == CONSTANT_CHARACTER)
		constant_unit(&text, unit, quote);
	for (size_t i = 0; i < constant->length; i++)
		constant_unit(&text, constant->units[i], quote);
	text_printf(&text, "%c", quote);
	return text.data;
}
