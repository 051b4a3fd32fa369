/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_CONSTANT_H
#define IDL_CONSTANT_H

#include "check/scope.h"

/* Wide enough for a product of two numbers of 64 bits. */
__extension__ typedef __int128 constant_wide;

enum constant_kind {
	CONSTANT_INTEGER,
	CONSTANT_REAL,
	CONSTANT_CHARACTER,
	CONSTANT_STRING,
	CONSTANT_BOOLEAN,
};

/**
 * struct constant - a value that is known
 */
struct constant {
	enum constant_kind kind;
	/** @integer: of an integer, a character or a boolean */
	constant_wide integer;
	/** @base: how the integer was written: 8, 10 or 16 */
	int base;
	/** @real: of a real number */
	double real;
	/** @units: of a string */
	const uint16_t *units;
	/** @length: how many */
	size_t length;
	/** @wide: of a string or character */
	bool wide;
};

const struct constant *constant_of(struct scope *scope, const struct decl *from,
				   const struct expr *expr, const struct type *type);
uint64_t constant_count(struct scope *scope, const struct decl *from, const struct expr *expr);
const char *constant_c(struct arena *arena, const struct constant *constant,
		       const struct type *type);

#endif
