// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: primitive types
 *
 * The numbers of the language, how they are called in C and how many bytes they
 * have in a call, which is also their alignment.
 */
#include <stddef.h>
#include <string.h>

#include "parse/primitive.h"

#define INTEGER(name, part, standard, aee, size, is_signed) \
	{ name, part, standard, aee, PRIMITIVE_INTEGER, size, is_signed }

const struct primitive primitive_octet =
	INTEGER("octet", "octet", "unsigned char", "unsigned char", 1, false);
const struct primitive primitive_long =
	INTEGER("long", "long", "int", "int", 4, true);
const struct primitive primitive_unsigned_long =
	INTEGER("unsigned long", "unsignedLong", "unsigned int", "unsigned int", 4, false);

static const struct primitive primitives[] = {
	{ "boolean", "boolean", "bool", "boolean", PRIMITIVE_BOOLEAN, 1, false },
	{ "char", "char", "char", "char", PRIMITIVE_CHARACTER, 1, false },
	{ "double", "double", "double", "double", PRIMITIVE_REAL, 8, true },
	{ "float", "float", "float", "float", PRIMITIVE_REAL, 4, true },
	{ "wchar", "wideChar", "_wchar_t", "_wchar_t", PRIMITIVE_CHARACTER, 2, false },
	INTEGER("int8", "int8", "signed char", "int8", 1, true),
	INTEGER("int8_t", "int8_t", "int8_t", "int8_t", 1, true),
	INTEGER("int16", "int16", "short", "int16", 2, true),
	INTEGER("int16_t", "int16_t", "int16_t", "int16_t", 2, true),
	INTEGER("int32", "int32", "int32_t", "int32", 4, true),
	INTEGER("int32_t", "int32_t", "int32_t", "int32_t", 4, true),
	INTEGER("int64", "int64", "int64_t", "int64", 8, true),
	INTEGER("int64_t", "int64_t", "int64_t", "int64_t", 8, true),
	INTEGER("long long", "longLong", "int64_t", "int64", 8, true),
	INTEGER("short", "short", "short", "short", 2, true),
	INTEGER("uint8", "uint8", "unsigned char", "uint8", 1, false),
	INTEGER("uint8_t", "uint8_t", "uint8_t", "uint8_t", 1, false),
	INTEGER("uint16", "uint16", "unsigned short", "uint16", 2, false),
	INTEGER("uint16_t", "uint16_t", "uint16_t", "uint16_t", 2, false),
	INTEGER("uint32", "uint32", "uint32_t", "uint32", 4, false),
	INTEGER("uint32_t", "uint32_t", "uint32_t", "uint32_t", 4, false),
	INTEGER("uint64", "uint64", "uint64_t", "uint64", 8, false),
	INTEGER("uint64_t", "uint64_t", "uint64_t", "uint64_t", 8, false),
	INTEGER("unsigned long long", "unsignedLongLong", "uint64_t", "uint64", 8, false),
	INTEGER("unsigned short", "unsignedShort", "unsigned short", "unsigned short", 2, false),
};

/**
 * primitive_find() - the primitive type of a name
 *
 * Return: the type; NULL: there is none.
 */
const struct primitive *primitive_find(const char *name)
{
	if (!strcmp(name, primitive_octet.name))
		return &primitive_octet;
	if (!strcmp(name, primitive_long.name))
		return &primitive_long;
	if (!strcmp(name, primitive_unsigned_long.name))
		return &primitive_unsigned_long;
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		if (!strcmp(name, primitives[i].name))
			return &primitives[i];
	return NULL;
}
