/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_BUILTIN_H
#define IDL_BUILTIN_H

const char *builtin_file(const char *name);

#endif
