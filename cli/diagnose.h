/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_DIAGNOSE_H
#define QDA_DIAGNOSE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that the longest sentence needs. */
#define DIAGNOSE_TEXT	1536

void diagnose_absence(const char *root, const char *name, char *text,
		      size_t size);
bool diagnose_is_stopped(const char *root, const char *processor, char *text,
			 size_t size);
bool diagnose_stopped(const char *root, unsigned int index, char *text,
		      size_t size);
void diagnose_open(const char *name, int error, char *text, size_t size);

#endif
