// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: the compiler
 *
 * From a file to what is generated from it: preprocessor and lexer make tokens,
 * the parser a tree of them, the checker resolves its names, and the C back ends
 * write header, stubs and skeletons. It touches no file itself.
 */
#include <string.h>

#include "c/c.h"
#include "check/check.h"
#include "compile.h"
#include "check/constant.h"
#include "parse/parse.h"

/**
 * struct compile_state - what lives as long as a compilation
 */
struct compile_state {
	struct report report;
	struct preprocess input;
	struct parser parser;
	struct scope scope;
	struct decl *decls;
	const char *version;
};

/* The file's name without folder and ".idl". */
static const char *compile_stem(struct compile *compile)
{
	const char *slash = strrchr(compile->path, '/');
	const char *name = slash ? slash + 1 : compile->path;
	const char *dot = strrchr(name, '.');

	return arena_copy(&compile->arena, name, dot ? (size_t)(dot - name) : strlen(name));
}

static void compile_open(struct compile *compile, struct compile_state *state)
{
	struct source *source = arena_alloc(&compile->arena, sizeof(*source));

	source->path = compile->path;
	if (!compile->files.read(compile->files.context, &compile->arena, compile->path,
				 &source->text, &source->size))
		report_fatal(&state->report, (struct span){ 0 }, "there is no file '%s'",
			     compile->path);
	state->input.arena = &compile->arena;
	state->input.report = &state->report;
	state->input.files = &compile->files;
	state->input.defined.arena = &compile->arena;
	state->input.seen.arena = &compile->arena;
	for (size_t i = 0; i < compile->defined_count; i++)
		preprocess_define(&state->input, compile->defined[i]);
	preprocess_begin(&state->input, source);
	table_add(&state->input.seen, source->path, source);
}

static void compile_parse(struct compile *compile, struct compile_state *state)
{
	state->parser.arena = &compile->arena;
	state->parser.report = &state->report;
	state->parser.lexer = (struct lexer){
		.arena = &compile->arena,
		.report = &state->report,
		.input = &state->input,
	};
	state->decls = parse_file(&state->parser);
	state->scope.arena = &compile->arena;
	state->scope.report = &state->report;
	state->scope.paths.arena = &compile->arena;
	state->scope.c_names.arena = &compile->arena;
	check_file(&state->scope, state->decls);
}

/* "1.2.3": up to three numbers of up to three digits. */
static bool compile_is_version(const struct constant *constant)
{
	unsigned int dots = 0, digits = 0;

	for (size_t i = 0; i < constant->length; i++) {
		uint16_t c = constant->units[i];

		if (c == '.') {
			digits = 0;
			dots++;
		} else if (c < '0' || c > '9' || ++digits > 3) {
			return false;
		}
	}
	return dots < 3;
}

/* const string IDL_VERSION, wherever it stands, is what stub and skeleton agree about. */
static void compile_version(struct compile *compile, struct compile_state *state)
{
	char *version;

	for (const struct decl *decl = state->decls; decl; decl = decl->next) {
		const struct constant *constant = decl->constant;

		if (decl->kind != DECL_CONST || strcmp(decl->name, "IDL_VERSION") || !constant ||
		    constant->kind != CONSTANT_STRING || constant->wide)
			continue;
		if (!compile_is_version(constant))
			report_error(&state->report, decl->value->span, "a version is up to three "
				     "numbers of up to three digits, such as \"1.2.3\"");
		version = arena_alloc(&compile->arena, constant->length + 1);
		for (size_t i = 0; i < constant->length; i++)
			version[i] = (char)constant->units[i];
		if (constant->length && !state->version)
			state->version = version;
	}
}

static struct text *compile_output(struct compile *compile, const char *name)
{
	struct compile_output **last = &compile->outputs;

	while (*last)
		last = &(*last)->next;
	*last = arena_alloc(&compile->arena, sizeof(**last));
	(*last)->name = name;
	(*last)->text.arena = &compile->arena;
	return &(*last)->text;
}

static struct c_file compile_file(struct compile *compile, const struct compile_state *state)
{
	struct arena *arena = &compile->arena;

	return (struct c_file){
		.arena = arena,
		.standard_types = compile->standard_types,
		.stem = compile_stem(compile),
		.version = state->version,
		.made.arena = arena,
		.asserts.arena = arena,
		.functions.arena = arena,
		.body.arena = arena,
	};
}

/* Stub and skeleton of each interface of the file itself. */
static void compile_interfaces(struct compile *compile, const struct compile_state *state,
			       const struct decl *decl)
{
	struct c_file file;

	for (; decl; decl = decl->next) {
		if (decl->kind == DECL_MODULE && !decl->foreign)
			compile_interfaces(compile, state, decl->children);
		if (decl->kind != DECL_INTERFACE || decl->foreign || decl->forward ||
		    !strcmp(decl->path, CHECK_HANDLE))
			continue;
		file = compile_file(compile, state);
		c_stub(&file, compile_output(compile, arena_printf(&compile->arena, "%s_stub.c",
								   decl->c_name)), decl);
		file = compile_file(compile, state);
		c_skel(&file, compile_output(compile, arena_printf(&compile->arena, "%s_skel.c",
								   decl->c_name)), decl);
	}
}

static void compile_generate(struct compile *compile, const struct compile_state *state)
{
	struct c_file file = compile_file(compile, state);

	if (compile->header)
		c_header(&file, compile_output(compile, arena_printf(&compile->arena, "%s.h",
								     file.stem)),
			 state->decls, state->input.includes);
	if (compile->code)
		compile_interfaces(compile, state, state->decls);
}

/**
 * compile_run() - compile a file
 * @compile: what and how; takes the result
 *
 * Return: whether there was no error.
 */
bool compile_run(struct compile *compile)
{
	struct compile_state *state = arena_alloc(&compile->arena, sizeof(*state));

	state->report.text.arena = &compile->arena;
	if (!setjmp(state->report.give_up)) {
		compile_open(compile, state);
		compile_parse(compile, state);
		compile_version(compile, state);
		if (!state->report.errors)
			compile_generate(compile, state);
	}
	compile->messages = state->report.text;
	return !state->report.errors;
}
