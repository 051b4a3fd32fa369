// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: types
 *
 * Questions about types that have been checked.
 */
#include <stddef.h>

#include "check/type.h"

/* Stands for what has been reported as wrong. */
static const struct type type_wrong = {
	.kind = TYPE_PRIMITIVE,
	.primitive = &primitive_long,
};

/**
 * type_plain() - what a type is when its typedefs are followed
 *
 * Return: no name, or that of a struct, union or enum.
 */
const struct type *type_plain(const struct type *type)
{
	while (type->kind == TYPE_NAME) {
		if (!type->decl)
			return &type_wrong;
		if (type->decl->kind != DECL_TYPEDEF)
			return type;
		type = type->decl->type;
	}
	return type;
}

/**
 * type_decl() - the struct, union or enum that a type is
 *
 * Return: its declaration; NULL: it is something else.
 */
const struct decl *type_decl(const struct type *type)
{
	const struct type *plain = type_plain(type);

	return plain->kind == TYPE_NAME ? plain->decl : NULL;
}

/**
 * type_is_flat() - does it have the same bytes in memory and in a call?
 */
bool type_is_flat(const struct type *type)
{
	const struct type *plain = type_plain(type);

	switch (plain->kind) {
	case TYPE_PRIMITIVE:
		return true;
	case TYPE_ARRAY:
		return type_is_flat(plain->element);
	case TYPE_NAME:
		return plain->decl->kind == DECL_ENUM || plain->decl->flat;
	default:
		return false;
	}
}

/**
 * type_is_list() - is it a sequence or a text?
 */
bool type_is_list(const struct type *type)
{
	enum type_kind kind = type_plain(type)->kind;

	return kind == TYPE_SEQUENCE || kind == TYPE_STRING || kind == TYPE_WSTRING;
}

/**
 * type_is_simple() - does it take a number of buffers that is known beforehand?
 */
bool type_is_simple(const struct type *type)
{
	const struct type *plain = type_plain(type);

	if (plain->kind == TYPE_SEQUENCE)
		return type_is_flat(plain->element);
	return type_is_flat(plain) || type_is_list(plain) || plain->kind == TYPE_DMAHANDLE;
}

/**
 * type_is_scalar() - is it passed by value in C?
 */
bool type_is_scalar(const struct type *type)
{
	const struct type *plain = type_plain(type);

	return plain->kind == TYPE_PRIMITIVE ||
	       (plain->kind == TYPE_NAME && plain->decl->kind == DECL_ENUM);
}

/**
 * type_is_boolean() - is it boolean, of which C knows two values only?
 */
bool type_is_boolean(const struct type *type)
{
	const struct type *plain = type_plain(type);

	return plain->kind == TYPE_PRIMITIVE && plain->primitive->kind == PRIMITIVE_BOOLEAN;
}
