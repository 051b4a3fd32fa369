/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_PRIMITIVE_H
#define IDL_PRIMITIVE_H

#include <stdbool.h>
#include <stdint.h>

enum primitive_kind {
	PRIMITIVE_INTEGER,
	PRIMITIVE_REAL,
	PRIMITIVE_CHARACTER,
	PRIMITIVE_BOOLEAN,
};

/**
 * struct primitive - a type that is one number
 */
struct primitive {
	/** @name: in the language */
	const char *name;
	/** @part: in the C names of sequences */
	const char *part;
	/** @c_standard: in C, with the types of C's own headers */
	const char *c_standard;
	/** @c_aee: in C, with those of AEEStdDef.h */
	const char *c_aee;
	/** @kind: which values it has */
	enum primitive_kind kind;
	/** @size: bytes, and its alignment */
	uint32_t size;
	/** @is_signed: negative values too */
	bool is_signed;
};

extern const struct primitive primitive_octet, primitive_long, primitive_unsigned_long;

const struct primitive *primitive_find(const char *name);

#endif
