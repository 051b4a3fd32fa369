// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: scopes
 *
 * Names: what they stand for in the language, how they are called in C, and what
 * they may not be because C has it already.
 *
 * Modules and interfaces are scopes. C has none, so there a name has those of its
 * scopes before it, with _ between them; only the values of enums do not.
 */
#include <string.h>

#include "check/scope.h"

static const char *const scope_c_words[] = {
	"auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double",
	"else", "enum", "extern", "false", "float", "for", "goto", "if", "inline", "int", "long",
	"register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
	"switch", "true", "typedef", "union", "unsigned", "void", "volatile", "while",
};

/* Of C++ only: a header with them does for C alone. */
static const char *const scope_cxx_words[] = {
	"and", "asm", "catch", "class", "constexpr", "decltype", "delete", "explicit", "export",
	"friend", "mutable", "namespace", "new", "noexcept", "not", "nullptr", "operator", "or",
	"private", "protected", "public", "template", "this", "throw", "try", "typeid",
	"typename", "using", "virtual", "wchar_t", "xor",
};

/* What headers declare that generated files include, as far as they use it. */
static const char *const scope_library[] = {
	"AEE_EBADPARM", "AEE_EINVHANDLE", "AEE_ENOMEMORY", "AEE_ESTUBSKELVERMISMATCH",
	"AEE_EUNSUPPORTED", "AEE_SUCCESS", "NULL", "adsp_mmap_fd_getinfo", "asyncDesc", "boolean",
	"calloc", "errno", "fastrpc_async_descriptor_t", "free", "int16_t", "int32_t", "int64_t",
	"int8_t", "linux", "malloc", "memcpy", "memset", "remote_arg", "remote_handle",
	"remote_handle64", "remote_handle64_close", "remote_handle64_invoke",
	"remote_handle64_invoke_async", "remote_handle64_open", "remote_handle_invoke",
	"remote_handle_open", "remote_register_dma_handle", "size_t", "stderr", "stdin",
	"stdout", "strlen", "strstr", "uint16_t", "uint32_t", "uint64_t", "uint8_t", "uintptr_t",
	"unix",
};

#define SCOPE_HAS(list, name)	scope_has(list, sizeof(list) / sizeof((list)[0]), name)

static bool scope_has(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

/**
 * scope_is_c_word() - is it a keyword of C?
 */
bool scope_is_c_word(const char *name)
{
	return SCOPE_HAS(scope_c_words, name);
}

/**
 * scope_is_taken() - would it be in the way of what generated C needs?
 */
bool scope_is_taken(const char *name)
{
	return scope_is_c_word(name) || SCOPE_HAS(scope_library, name);
}

/**
 * scope_is_result() - is it a constant by the name of a result?
 *
 * AEEStdErr.h has these for C, with the numbers of either side: that of a file is for
 * the language, and for a header only where there is none.
 */
bool scope_is_result(const struct decl *decl)
{
	return decl->kind == DECL_CONST && !strncmp(decl->c_name, "AEE_", 4);
}

static const char *scope_kind(const struct symbol *symbol)
{
	static const char *const kinds[] = {
		[DECL_TYPEDEF] = "type", [DECL_STRUCT] = "struct", [DECL_UNION] = "union",
		[DECL_ENUM] = "enum", [DECL_CONST] = "constant", [DECL_MODULE] = "module",
		[DECL_INTERFACE] = "interface", [DECL_METHOD] = "method",
	};

	return symbol->enumerator ? "value of an enum" : kinds[symbol->decl->kind];
}

static struct span scope_span(const struct symbol *symbol)
{
	return symbol->enumerator ? symbol->enumerator->span : symbol->decl->span;
}

static const char *scope_path(const struct decl *decl)
{
	return decl ? decl->path : "";
}

/* Enters a symbol under a path and a name in C, or says why not. */
static void scope_enter(struct scope *scope, struct symbol *symbol, const char *path,
			const char *c_name)
{
	struct span span = scope_span(symbol);
	const struct symbol *other = table_add(&scope->paths, path, symbol);
	const char *name = strrchr(path, ':') + 1;

	if (!other && symbol->decl->kind != DECL_MODULE &&
	    (symbol->decl->kind != DECL_INTERFACE || symbol->enumerator))
		other = table_add(&scope->c_names, c_name, symbol);
	if (other) {
		report_error(scope->report, span, "'%s' is declared twice%s", c_name,
			     strcmp(name, c_name) || symbol->enumerator ? " in C" : "");
		report_note(scope->report, scope_span(other), "as a %s here", scope_kind(other));
	}
	if (symbol->decl->kind == DECL_INTERFACE || symbol->decl->kind == DECL_MODULE ||
	    symbol->decl->kind == DECL_METHOD)
		return;
	if (scope_is_taken(c_name) && !scope_is_result(symbol->decl))
		report_error(scope->report, span,
			     "'%s' is a name that C or its headers have already", c_name);
	else if (SCOPE_HAS(scope_cxx_words, c_name))
		report_warning(scope->report, span,
			       "'%s' is a word of C++: the header is good for C only", c_name);
}

/**
 * scope_declare() - make a declaration known
 * @scope: all names
 * @decl: its @scope is declared
 */
void scope_declare(struct scope *scope, struct decl *decl)
{
	const struct decl *outer = decl->scope;
	struct symbol *symbol = arena_alloc(scope->arena, sizeof(*symbol));

	symbol->decl = decl;
	decl->path = arena_printf(scope->arena, "%s::%s", scope_path(outer), decl->name);
	decl->c_name = outer ? arena_printf(scope->arena, "%s_%s", outer->c_name, decl->name) :
		       decl->name;
	scope_enter(scope, symbol, decl->path, decl->c_name);
}

/**
 * scope_declare_enumerators() - make the values of an enum known
 */
void scope_declare_enumerators(struct scope *scope, struct decl *decl)
{
	for (const struct enumerator *e = decl->enumerators; e; e = e->next) {
		struct symbol *symbol = arena_alloc(scope->arena, sizeof(*symbol));

		symbol->decl = decl;
		symbol->enumerator = e;
		scope_enter(scope, symbol, arena_printf(scope->arena, "%s::%s",
			    scope_path(decl->scope), e->name), e->name);
	}
}

/* In one scope, or in what an interface inherits from. */
static const struct symbol *scope_find_in(struct scope *scope, const struct decl *in,
					  const char *name)
{
	do {
		const struct symbol *symbol =
			table_get(&scope->paths, arena_printf(scope->arena, "%s::%s",
							      scope_path(in), name));

		if (symbol)
			return symbol;
		in = in && in->kind == DECL_INTERFACE ? in->base : NULL;
	} while (in);
	return NULL;
}

/**
 * scope_find() - what a name stands for
 * @scope: all names
 * @from: the module or interface where it is used, or NULL
 * @name: the name
 *
 * Return: what it is; NULL: nothing of what is declared so far, which has been reported.
 */
const struct symbol *scope_find(struct scope *scope, const struct decl *from,
				const struct name *name)
{
	const struct symbol *symbol;

	if (!strncmp(name->text, "::", 2)) {
		symbol = table_get(&scope->paths, name->text);
	} else {
		symbol = scope_find_in(scope, from, name->text);
		while (!symbol && from) {
			from = from->scope;
			symbol = scope_find_in(scope, from, name->text);
		}
	}
	if (!symbol)
		report_error(scope->report, name->span, "'%s' is not declared%s", name->text,
			     strcmp(name->text, "AEEResult") ? "" :
			     ": include \"AEEStdDef.idl\"");
	return symbol;
}

/**
 * scope_local() - how a parameter is called in C
 *
 * In C, parameters hide types and functions, and macros hide parameters. Nobody
 * outside sees their names, so they are changed where that matters.
 */
const char *scope_local(struct scope *scope, const char *name)
{
	if (*name == '_' || scope_is_taken(name) || SCOPE_HAS(scope_cxx_words, name) ||
	    table_get(&scope->c_names, name))
		return arena_printf(scope->arena, "%s%s_", *name == '_' ? "p" : "", name);
	return name;
}

/**
 * scope_check_member() - can a member have this name in C?
 */
void scope_check_member(struct scope *scope, const struct field *field)
{
	const struct symbol *symbol = table_get(&scope->c_names, field->name);

	if (scope_is_c_word(field->name))
		report_error(scope->report, field->span, "'%s' is a word of C", field->name);
	else if (SCOPE_HAS(scope_cxx_words, field->name))
		report_warning(scope->report, field->span,
			       "'%s' is a word of C++: the header is good for C only",
			       field->name);
	if (symbol && symbol->decl->kind == DECL_CONST)
		report_error(scope->report, field->span,
			     "'%s' is also a constant, which is a macro in C", field->name);
}
