/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TREE_TYPE_H
#define IDL_TREE_TYPE_H

#include "parse/lexer.h"
#include "parse/primitive.h"

/* Names, expressions and types, of which the declarations in tree.h are made. */

/* A name, perhaps of several parts: "A::b", "::b". */
struct name {
	struct span span;
	/* The parts with "::" between them; it begins with "::" if global. */
	const char *text;
};

enum expr_kind {
	EXPR_LITERAL,
	EXPR_NAME,
	EXPR_UNARY,
	EXPR_BINARY,
};

/* What a constant is made of. */
struct expr {
	enum expr_kind kind;
	struct span span;
	struct token literal;
	struct name name;
	/* '-' '~' '+' '*' '/' '%' '&' '^' '|', '<' and '>' for the shifts */
	int sign;
	const struct expr *left, *right;
};

enum type_kind {
	TYPE_PRIMITIVE,
	TYPE_STRING,
	TYPE_WSTRING,
	TYPE_DMAHANDLE,
	TYPE_SEQUENCE,
	TYPE_ARRAY,
	TYPE_NAME,
};

struct type {
	enum type_kind kind;
	struct span span;
	const struct primitive *primitive;
	/* Of a sequence or an array. */
	struct type *element;
	/* Of an array; of a sequence or string, the bound that nobody checks, or NULL. */
	const struct expr *count_expr;
	struct name name;
	/* Checked: elements of an array; what the name stands for. */
	uint64_t count;
	const struct decl *decl;
};

#endif
