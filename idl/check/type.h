/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TYPE_H
#define IDL_TYPE_H

#include "parse/tree.h"

const struct type *type_plain(const struct type *type);
const struct decl *type_decl(const struct type *type);
bool type_is_flat(const struct type *type);
bool type_is_list(const struct type *type);
bool type_is_simple(const struct type *type);
bool type_is_scalar(const struct type *type);
bool type_is_boolean(const struct type *type);

#endif
