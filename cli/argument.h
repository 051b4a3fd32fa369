/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_ARGUMENT_H
#define QDA_ARGUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes that the longest complaint needs. */
#define ARGUMENT_TEXT	512

/**
 * struct argument - one argument of a call, as written on the command line
 */
struct argument {
	/** @type: its type; see argument.c */
	const struct argument_type *type;
	/** @out: whether it is an output */
	bool out;
	/** @count: values */
	size_t count;
	/** @bytes: the values as the DSP sees them */
	uint8_t *bytes;
	/** @size: bytes at @bytes */
	size_t size;
	/** @file: name of the file for the output, or NULL */
	char *file;
};

int argument_parse(struct argument *arg, const char *text, char *error);
int argument_check(const struct argument *arg, const char *wanted, char *error);
void argument_free(struct argument *arg);
int argument_save(const struct argument *arg, char *error);
void argument_print(const struct argument *arg, FILE *out);
void argument_json(const struct argument *arg, FILE *out);

#endif
