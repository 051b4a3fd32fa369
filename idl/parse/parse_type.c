// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: types and constants
 *
 * The parts of the grammar that other declarations are made of: names, types,
 * expressions.
 */
#include <string.h>

#include "parse/parse.h"

/* Nobody writes that, and the stack has an end. */
#define PARSE_DEPTH_MAX		100

/* Words of the language, which are no names. */
static const char *const parse_words[] = {
	"FALSE", "TRUE", "async", "attribute", "boolean", "case", "char", "const", "default",
	"double", "enum", "float", "in", "inout", "inrout", "int16", "int16_t", "int32",
	"int32_t", "int64", "int64_t", "int8", "int8_t", "interface", "local", "long", "module",
	"native", "notnil", "octet", "out", "readonly", "rout", "sequence", "short", "string",
	"struct", "switch", "typedef", "uint16", "uint16_t", "uint32", "uint32_t", "uint64",
	"uint64_t", "uint8", "uint8_t", "union", "unsigned", "void", "wchar", "wstring",
};

/**
 * parse_take() - go on to the next token
 */
void parse_take(struct parser *parser)
{
	parser->last = parser->token.span;
	lexer_next(&parser->lexer, &parser->token);
}

/**
 * parse_is_sign() - is the next token this sign?
 */
bool parse_is_sign(const struct parser *parser, int sign)
{
	return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

/**
 * parse_is_word() - is the next token this word?
 */
bool parse_is_word(const struct parser *parser, const char *word)
{
	return parser->token.kind == TOKEN_NAME && !strcmp(parser->token.text, word);
}

/**
 * parse_try_sign() - take the next token if it is this sign
 */
bool parse_try_sign(struct parser *parser, int sign)
{
	bool is = parse_is_sign(parser, sign);

	if (is)
		parse_take(parser);
	return is;
}

/**
 * parse_try_word() - take the next token if it is this word
 */
bool parse_try_word(struct parser *parser, const char *word)
{
	bool is = parse_is_word(parser, word);

	if (is)
		parse_take(parser);
	return is;
}

/**
 * parse_unexpected() - say that something else belongs here
 */
void parse_unexpected(struct parser *parser, const char *wanted)
{
	report_fatal(parser->report, parser->token.span, "%s where %s belongs",
		     lexer_describe(parser->arena, &parser->token), wanted);
}

/**
 * parse_need_sign() - take the next token, which has to be this sign
 *
 * A forgotten ; is behind the last token, not before the next one.
 */
void parse_need_sign(struct parser *parser, int sign)
{
	const struct span *last = &parser->last, *next = &parser->token.span;

	if (parse_try_sign(parser, sign))
		return;
	if (sign == ';' && last->source && last->source == next->source &&
	    memchr(last->source->text + last->end, '\n', next->start - last->end))
		report_fatal(parser->report, (struct span){ last->source, last->end,
			     last->end + 1 }, "';' is missing here");
	parse_unexpected(parser, arena_printf(parser->arena, "'%c'", sign));
}

/**
 * parse_span() - from a token to the last one that was taken
 */
struct span parse_span(const struct parser *parser, const struct token *from)
{
	struct span span = from->span;

	if (parser->last.source == span.source && parser->last.end > span.start)
		span.end = parser->last.end;
	return span;
}

/**
 * parse_enter() - one level deeper
 */
void parse_enter(struct parser *parser)
{
	if (++parser->depth > PARSE_DEPTH_MAX)
		report_fatal(parser->report, parser->token.span,
			     "this is nested more than %u deep", PARSE_DEPTH_MAX);
}

/**
 * parse_leave() - one level back
 */
void parse_leave(struct parser *parser)
{
	parser->depth--;
}

static bool parse_is_reserved(const char *word)
{
	for (size_t i = 0; i < sizeof(parse_words) / sizeof(parse_words[0]); i++)
		if (!strcmp(parse_words[i], word))
			return true;
	return false;
}

/**
 * parse_identifier() - take a name that is being declared
 * @what: of what, for the message
 * @span: for its place
 */
const char *parse_identifier(struct parser *parser, const char *what, struct span *span)
{
	const char *text = parser->token.text;

	if (parser->token.kind != TOKEN_NAME)
		parse_unexpected(parser, what);
	if (parse_is_reserved(text))
		report_fatal(parser->report, parser->token.span,
			     "'%s' is a word of the language, and %s belongs here", text, what);
	*span = parser->token.span;
	parse_take(parser);
	return text;
}

/**
 * parse_name() - take the name of something that was declared
 */
struct name parse_name(struct parser *parser)
{
	struct token first = parser->token;
	struct name name = { .text = "" };
	struct span span;

	if (parse_try_sign(parser, TOKEN_SCOPE))
		name.text = "::";
	name.text = arena_printf(parser->arena, "%s%s", name.text,
				 parse_identifier(parser, "a name", &span));
	while (parse_try_sign(parser, TOKEN_SCOPE))
		name.text = arena_printf(parser->arena, "%s::%s", name.text,
					 parse_identifier(parser, "a name", &span));
	name.span = parse_span(parser, &first);
	return name;
}

/* Bound of a string or sequence: checked by nobody, as in all compilers of this language. */
static const struct expr *parse_bound(struct parser *parser)
{
	const struct expr *bound;

	if (!parse_try_sign(parser, '<'))
		return NULL;
	bound = parse_expr_before_angle(parser);
	parse_need_sign(parser, '>');
	return bound;
}

static void parse_sequence(struct parser *parser, struct type *type)
{
	type->kind = TYPE_SEQUENCE;
	parse_need_sign(parser, '<');
	parse_enter(parser);
	type->element = parse_type(parser);
	parse_leave(parser);
	if (parse_try_sign(parser, ','))
		type->count_expr = parse_expr_before_angle(parser);
	parse_need_sign(parser, '>');
}

/* The words of a primitive type, as one. */
static const struct primitive *parse_primitive(struct parser *parser)
{
	const char *words = parser->token.text;
	struct token first = parser->token;

	if (parser->token.kind != TOKEN_NAME)
		return NULL;
	if (!strcmp(words, "unsigned")) {
		parse_take(parser);
		if (!parse_is_word(parser, "short") && !parse_is_word(parser, "long"))
			parse_unexpected(parser, "'short' or 'long'");
		words = arena_printf(parser->arena, "unsigned %s", parser->token.text);
	} else if (!primitive_find(words)) {
		return NULL;
	}
	parse_take(parser);
	if ((!strcmp(words, "long") || !strcmp(words, "unsigned long")) &&
	    parse_try_word(parser, "long"))
		words = arena_printf(parser->arena, "%s long", words);
	if (parse_is_word(parser, "double"))
		report_fatal(parser->report, parse_span(parser, &first),
			     "there is no type '%s %s': the types are octet, short, long, "
			     "long long, float, double ...", words, parser->token.text);
	return primitive_find(words);
}

/**
 * parse_type() - take a type
 */
struct type *parse_type(struct parser *parser)
{
	struct type *type = arena_alloc(parser->arena, sizeof(*type));
	struct token first = parser->token;

	parse_try_word(parser, "notnil");
	type->primitive = parse_primitive(parser);
	if (type->primitive) {
		type->kind = TYPE_PRIMITIVE;
	} else if (parse_try_word(parser, "string")) {
		type->kind = TYPE_STRING;
		type->count_expr = parse_bound(parser);
	} else if (parse_try_word(parser, "wstring")) {
		type->kind = TYPE_WSTRING;
		type->count_expr = parse_bound(parser);
	} else if (parse_try_word(parser, "sequence")) {
		parse_sequence(parser, type);
	} else if (parse_try_word(parser, "dmahandle")) {
		type->kind = TYPE_DMAHANDLE;
	} else if (parse_is_word(parser, "interface")) {
		report_fatal(parser->report, first.span, "an object cannot be passed");
	} else if (parse_is_word(parser, "struct") || parse_is_word(parser, "union") ||
		   parse_is_word(parser, "enum")) {
		report_fatal(parser->report, first.span,
			     "declare the %s before, and give its name here", first.text);
	} else if (parser->token.kind == TOKEN_NAME ? !parse_is_reserved(first.text) :
		   parse_is_sign(parser, TOKEN_SCOPE)) {
		type->kind = TYPE_NAME;
		type->name = parse_name(parser);
	} else {
		parse_unexpected(parser, "a type");
	}
	type->span = parse_span(parser, &first);
	return type;
}
