/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_FORMAT_H
#define DSP_SHELL_FORMAT_H

#include <stddef.h>

/**
 * struct format_out - where the text goes
 */
struct format_out {
	char *text;
	/** @room: bytes of @text */
	size_t room;
	/** @len: bytes that the whole text has, whether there was room or not */
	size_t len;
};

enum format_flags {
	FORMAT_LEFT = 1 << 0,		/* - */
	FORMAT_ZERO = 1 << 1,		/* 0 */
	FORMAT_PLUS = 1 << 2,		/* + */
	FORMAT_BLANK = 1 << 3,		/* ' ' */
	FORMAT_ALTERNATE = 1 << 4,	/* # */
	FORMAT_UPPER = 1 << 5,		/* X, E, F, G */
};

/**
 * struct format_spec - one conversion
 */
struct format_spec {
	unsigned int flags;
	int width;
	/** @precision: -1: not given */
	int precision;
	char conversion;
};

void format_put(struct format_out *out, const char *text, size_t len);
void format_fill(struct format_out *out, char byte, int count);
void format_padded(struct format_out *out, const struct format_spec *spec, const char *prefix,
		   int zeros, const char *text, size_t len);
void format_real(struct format_out *out, const struct format_spec *spec, double value);

#endif
