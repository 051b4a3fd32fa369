/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_DUMP_H
#define TESTS_DUMP_H

#include <stddef.h>

/*
 * The device core dumps of the kernel. Functions without a return value fail the
 * case if something is not as it should be.
 */

/* The dump that was read last, NUL behind it. */
extern char dump_text[1 << 20];
extern size_t dump_size;

/* How many there are. */
size_t dump_count(void);
/* Removes all. */
void dump_clear(void);
/* Waits for the only one and reads it. */
void dump_read(void);
/* It must have the text, or must not. */
void dump_want(const char *text);
void dump_refuse(const char *text);

#endif
