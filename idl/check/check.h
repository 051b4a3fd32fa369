/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_CHECK_H
#define IDL_CHECK_H

#include "check/scope.h"

/* The name of the interface whose descendants have handles. */
#define CHECK_HANDLE	"::remote_handle64"

void check_file(struct scope *scope, struct decl *decls);
void check_method(struct scope *scope, struct decl *method);
void check_type(struct scope *scope, const struct decl *from, struct type *type);
const struct decl **check_methods(struct arena *arena, const struct decl *interface,
				  unsigned int *count);

#endif
