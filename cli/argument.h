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
 * enum argument_form - how values are written
 */
enum argument_form {
	/** @ARGUMENT_UNSIGNED: whole numbers */
	ARGUMENT_UNSIGNED,
	/** @ARGUMENT_SIGNED: whole numbers, also below 0 */
	ARGUMENT_SIGNED,
	/** @ARGUMENT_FLOAT: numbers with a point */
	ARGUMENT_FLOAT,
	/** @ARGUMENT_STRING: text, with NUL */
	ARGUMENT_STRING,
	/** @ARGUMENT_HEX: hexadecimal digits */
	ARGUMENT_HEX,
	/** @ARGUMENT_FILE: the bytes of a file */
	ARGUMENT_FILE,
	/** @ARGUMENT_PICTURE: the grey pixels of a file */
	ARGUMENT_PICTURE,
};

/**
 * struct argument_type - a type of values
 */
struct argument_type {
	/** @name: what it is called */
	const char *name;
	/** @form: how values are written */
	enum argument_form form;
	/** @size: bytes of one */
	size_t size;
};

/**
 * struct argument_picture - the first input of a call that is a picture
 */
struct argument_picture {
	/** @width: pixels of a row, 0 if there is none */
	uint32_t width;
	/** @height: number of rows */
	uint32_t height;
};

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
	/** @picture: its size, if it is one */
	struct argument_picture picture;
};

int argument_measure(struct argument_picture *picture, const char *text, char *error);
int argument_parse(struct argument *arg, const char *text,
		   const struct argument_picture *picture, char *error);
int argument_check(const struct argument *arg, const char *wanted, char *error);
void argument_free(struct argument *arg);
int argument_save(const struct argument *arg, char *error);
void argument_print(const struct argument *arg, FILE *out);
void argument_json(const struct argument *arg, FILE *out);

#endif
