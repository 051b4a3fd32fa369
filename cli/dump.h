/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_DUMP_H
#define QDA_DUMP_H

#include <stddef.h>
#include <time.h>

/* Bytes that the longest text needs. */
#define DUMP_TEXT	256

void dump_describe(const char *root, const char *domain, time_t since,
		   char *text, size_t size);

#endif
