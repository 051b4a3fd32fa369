/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_JSON_H
#define QDA_JSON_H

#include <stdio.h>

void json_string(FILE *out, const char *text);

#endif
