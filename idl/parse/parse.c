// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: parser
 *
 * The grammar of declarations; types and expressions are in files of their own.
 * It builds the tree and knows no names: see check.c.
 */
#include <string.h>

#include "parse/parse.h"

static void parse_declarations(struct parser *parser, struct decl **last);

static struct decl *parse_decl_new(struct parser *parser, enum decl_kind kind)
{
	struct decl *decl = arena_alloc(parser->arena, sizeof(*decl));
	const struct source *source = parser->token.span.source;

	decl->kind = kind;
	decl->doc = parser->token.doc;
	decl->scope = parser->scope;
	decl->foreign = source && source->includer && !source->in_body;
	return decl;
}

/* "[4]" behind a name makes its type an array. */
static struct type *parse_array(struct parser *parser, struct type *element)
{
	struct token first = parser->token;
	struct type *type;

	if (!parse_try_sign(parser, '['))
		return element;
	type = arena_alloc(parser->arena, sizeof(*type));
	type->kind = TYPE_ARRAY;
	type->element = element;
	type->count_expr = parse_expr(parser);
	parse_need_sign(parser, ']');
	type->span = parse_span(parser, &first);
	if (parse_is_sign(parser, '['))
		report_fatal(parser->report, parser->token.span,
			     "arrays have one dimension: make the inner one a typedef in a struct");
	return type;
}

static struct decl *parse_typedef(struct parser *parser)
{
	struct decl *first = NULL, **last = &first;
	struct type *type = parse_type(parser);

	do {
		struct decl *decl = parse_decl_new(parser, DECL_TYPEDEF);

		decl->name = parse_identifier(parser, "the name of a type", &decl->span);
		decl->type = parse_array(parser, type);
		*last = decl;
		last = &decl->next;
	} while (parse_try_sign(parser, ','));
	return first;
}

/* "long a, b[3];": members of a struct; returns where the next one goes. */
static struct field **parse_members(struct parser *parser, struct field **last)
{
	const char *doc = parser->token.doc;
	struct type *type = parse_type(parser);

	do {
		struct field *field = arena_alloc(parser->arena, sizeof(*field));

		field->doc = doc;
		field->name = parse_identifier(parser, "the name of a member", &field->span);
		field->type = parse_array(parser, type);
		*last = field;
		last = &field->next;
	} while (parse_try_sign(parser, ','));
	parse_need_sign(parser, ';');
	return last;
}

static struct decl *parse_struct(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_STRUCT);
	struct field **last = &decl->fields;

	decl->name = parse_identifier(parser, "the name of a struct", &decl->span);
	parse_need_sign(parser, '{');
	do
		last = parse_members(parser, last);
	while (!parse_try_sign(parser, '}'));
	return decl;
}

/* "case A: case B:" or "default:". */
static const struct label *parse_labels(struct parser *parser)
{
	struct label *first = NULL, **last = &first;

	while (parse_is_word(parser, "case") || parse_is_word(parser, "default")) {
		bool is_case = parse_is_word(parser, "case");

		parse_take(parser);
		*last = arena_alloc(parser->arena, sizeof(**last));
		if (is_case)
			(*last)->value = parse_expr(parser);
		parse_need_sign(parser, ':');
		last = &(*last)->next;
	}
	if (!first)
		parse_unexpected(parser, "'case' or 'default'");
	return first;
}

static struct decl *parse_union(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_UNION);
	struct field **last = &decl->fields;

	decl->name = parse_identifier(parser, "the name of a union", &decl->span);
	if (!parse_try_word(parser, "switch"))
		parse_unexpected(parser, "'switch'");
	parse_need_sign(parser, '(');
	decl->type = parse_type(parser);
	parse_need_sign(parser, ')');
	parse_need_sign(parser, '{');
	do {
		const struct label *labels = parse_labels(parser);
		struct field **next = parse_members(parser, last);

		(*last)->labels = labels;
		last = next;
	} while (!parse_try_sign(parser, '}'));
	return decl;
}

static struct decl *parse_enum(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_ENUM);
	struct enumerator **last = &decl->enumerators;
	unsigned int value = 0;

	decl->name = parse_identifier(parser, "the name of an enum", &decl->span);
	parse_need_sign(parser, '{');
	do {
		struct enumerator *enumerator = arena_alloc(parser->arena, sizeof(*enumerator));

		enumerator->doc = parser->token.doc;
		enumerator->name = parse_identifier(parser, "the name of a value",
						    &enumerator->span);
		enumerator->value = value++;
		*last = enumerator;
		last = &enumerator->next;
		if (parse_is_sign(parser, '='))
			report_fatal(parser->report, parser->token.span,
				     "values of an enum count from 0: they cannot be chosen");
	} while (parse_try_sign(parser, ','));
	parse_need_sign(parser, '}');
	return decl;
}

static struct decl *parse_const(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_CONST);

	decl->type = parse_type(parser);
	decl->name = parse_identifier(parser, "the name of a constant", &decl->span);
	parse_need_sign(parser, '=');
	decl->value = parse_expr(parser);
	return decl;
}

static struct decl *parse_module(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_MODULE);

	decl->name = parse_identifier(parser, "the name of a module", &decl->span);
	parse_need_sign(parser, '{');
	if (parse_is_sign(parser, '}'))
		report_fatal(parser->report, parser->token.span, "a module may not be empty");
	parser->scope = decl;
	parse_declarations(parser, &decl->children);
	parser->scope = decl->scope;
	parse_need_sign(parser, '}');
	return decl;
}

static struct field *parse_parameter(struct parser *parser)
{
	static const char *const words[] = { "in", "rout", "inrout" };
	struct field *field = arena_alloc(parser->arena, sizeof(*field));

	for (int i = 0; i < 3 && !field->direction; i++)
		if (parse_try_word(parser, words[i]))
			field->direction = (enum direction)(i + 1);
	if (!field->direction)
		parse_unexpected(parser, "'in', 'rout' or 'inrout'");
	field->type = parse_type(parser);
	field->name = parse_identifier(parser, "the name of a parameter", &field->span);
	if (parse_is_sign(parser, '['))
		report_fatal(parser->report, parser->token.span,
			     "give the array a name by a typedef, and use that for the parameter");
	return field;
}

static void parse_parameters(struct parser *parser, struct decl *method)
{
	struct field **last = &method->fields;

	parse_need_sign(parser, '(');
	if (parse_try_sign(parser, ')'))
		return;
	if (parse_is_word(parser, "void"))
		report_fatal(parser->report, parser->token.span,
			     "no parameters are written as '()'");
	do {
		*last = parse_parameter(parser);
		last = &(*last)->next;
	} while (parse_try_sign(parser, ','));
	parse_need_sign(parser, ')');
}

static struct decl *parse_method(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_METHOD);
	struct span span;

	decl->async = parse_try_word(parser, "async");
	if (parse_try_sign(parser, '[')) {
		const char *word = parse_identifier(parser, "an attribute", &span);

		decl->oneway = !strcmp(word, "oneway") || !strcmp(word, "signal");
		if (!decl->oneway)
			report_fatal(parser->report, span,
				     "there is no attribute '%s': there are 'oneway' and 'signal'",
				     word);
		parse_need_sign(parser, ']');
	}
	if (!parse_try_word(parser, "void"))
		decl->type = parse_type(parser);
	decl->name = parse_identifier(parser, "the name of a method", &decl->span);
	parse_parameters(parser, decl);
	return decl;
}

/* "attribute T x" is a method Getx, and another Setx unless it is readonly. */
static struct decl *parse_attribute(struct parser *parser)
{
	bool readonly = parse_try_word(parser, "readonly");
	struct decl *first = NULL, **last = &first;
	struct token token = parser->token;
	struct type *type, *result;
	const char *name;
	struct span span;

	if (!parse_try_word(parser, "attribute"))
		parse_unexpected(parser, "'attribute'");
	type = parse_type(parser);
	name = parse_identifier(parser, "the name of an attribute", &span);
	result = arena_alloc(parser->arena, sizeof(*result));
	result->kind = TYPE_NAME;
	result->span = token.span;
	result->name = (struct name){ token.span, "AEEResult" };
	for (int set = 0; set <= !readonly; set++) {
		struct decl *decl = parse_decl_new(parser, DECL_METHOD);

		decl->doc = token.doc;
		decl->span = span;
		decl->name = arena_printf(parser->arena, "%s%s", set ? "Set" : "Get", name);
		decl->type = result;
		decl->fields = arena_alloc(parser->arena, sizeof(*decl->fields));
		*decl->fields = (struct field){
			.span = span, .name = "value", .type = type,
			.direction = set ? DIRECTION_IN : DIRECTION_ROUT,
		};
		*last = decl;
		last = &decl->next;
	}
	return first;
}

static struct decl *parse_interface(struct parser *parser)
{
	struct decl *decl = parse_decl_new(parser, DECL_INTERFACE);

	decl->name = parse_identifier(parser, "the name of an interface", &decl->span);
	decl->forward = parse_is_sign(parser, ';');
	if (decl->forward)
		return decl;
	if (parse_try_sign(parser, ':')) {
		decl->parent = parse_name(parser);
		if (parse_is_sign(parser, ','))
			report_fatal(parser->report, parser->token.span,
				     "an interface inherits from one other");
	}
	parse_need_sign(parser, '{');
	parser->scope = decl;
	parse_declarations(parser, &decl->children);
	parser->scope = decl->scope;
	parse_need_sign(parser, '}');
	return decl;
}

/* What the language has and nobody can use. */
static void parse_refuse(struct parser *parser)
{
	if (parse_is_word(parser, "native"))
		report_fatal(parser->report, parser->token.span,
			     "a native type cannot be passed: declare a struct");
	if (parse_is_word(parser, "local"))
		report_fatal(parser->report, parser->token.span,
			     "a local interface has no calls: leave out 'local'");
	if (parse_is_word(parser, "ext_params"))
		report_fatal(parser->report, parser->token.span,
			     "ext_params needs calls of 64-bit scalars, which the public "
			     "libraries do not have: leave it out");
}

/* One declaration without its ";": of a file, a module or an interface. */
static struct decl *parse_declaration(struct parser *parser)
{
	bool interface = parser->scope && parser->scope->kind == DECL_INTERFACE;
	static const struct {
		const char *word;
		struct decl *(*parse)(struct parser *parser);
		bool outside;	/* not in an interface */
	} kinds[] = {
		{ "const", parse_const, false },
		{ "enum", parse_enum, false },
		{ "interface", parse_interface, true },
		{ "module", parse_module, true },
		{ "struct", parse_struct, false },
		{ "typedef", parse_typedef, false },
		{ "union", parse_union, false },
	};

	parse_refuse(parser);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct decl *decl;
		const char *doc;

		if (!parse_is_word(parser, kinds[i].word))
			continue;
		if (kinds[i].outside && interface)
			report_fatal(parser->report, parser->token.span,
				     "there is no %s inside of an interface", kinds[i].word);
		doc = parser->token.doc;
		parse_take(parser);
		decl = kinds[i].parse(parser);
		decl->doc = doc;
		return decl;
	}
	if (!interface)
		parse_unexpected(parser, "a declaration");
	if (parse_is_word(parser, "attribute") || parse_is_word(parser, "readonly"))
		return parse_attribute(parser);
	return parse_method(parser);
}

/* All up to a } or the end. */
static void parse_declarations(struct parser *parser, struct decl **last)
{
	parse_enter(parser);
	while (parser->token.kind != TOKEN_END && !parse_is_sign(parser, '}')) {
		*last = parse_declaration(parser);
		while (*last)
			last = &(*last)->next;
		parse_need_sign(parser, ';');
	}
	parse_leave(parser);
}

/**
 * parse_file() - build the tree of a file
 * @parser: its lexer, arena and report are set, the rest is zero
 *
 * Return: the first declaration; does not return if the grammar is broken.
 */
struct decl *parse_file(struct parser *parser)
{
	struct decl *first = NULL;

	parse_take(parser);
	parse_declarations(parser, &first);
	if (parser->token.kind != TOKEN_END)
		parse_unexpected(parser, "a declaration");
	return first;
}
