/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_SCOPE_H
#define IDL_SCOPE_H

#include "parse/tree.h"

/**
 * struct symbol - what a name stands for
 */
struct symbol {
	/** @decl: a declaration; of an enumerator, its enum */
	struct decl *decl;
	/** @enumerator: or NULL */
	const struct enumerator *enumerator;
};

/**
 * struct scope - all names of a compilation
 */
struct scope {
	struct arena *arena;
	struct report *report;
	/** @paths: a &struct symbol for each "::scope::name" that is declared so far */
	struct table paths;
	/** @c_names: and for each name in C */
	struct table c_names;
};

void scope_declare(struct scope *scope, struct decl *decl);
void scope_declare_enumerators(struct scope *scope, struct decl *decl);
const struct symbol *scope_find(struct scope *scope, const struct decl *from,
				const struct name *name);
bool scope_is_c_word(const char *name);
bool scope_is_taken(const char *name);
bool scope_is_result(const struct decl *decl);
const char *scope_local(struct scope *scope, const char *name);
void scope_check_member(struct scope *scope, const struct field *field);

#endif
