/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TREE_H
#define IDL_TREE_H

#include <stdbool.h>

#include "parse/tree_type.h"

/*
 * A file as the parser found it. What the checker finds out is marked "checked".
 */

enum direction {
	DIRECTION_IN = 1,
	DIRECTION_ROUT = 2,
	DIRECTION_INROUT = 3,
};

/* A case of a union: "case A: case 7:", "default:". */
struct label {
	struct label *next;
	const struct expr *value;
};

/* A parameter, or a member of a struct or union. */
struct field {
	struct field *next;
	struct span span;
	const char *name;
	const char *doc;
	struct type *type;
	enum direction direction;
	const struct label *labels;
	/* Checked: how the parameter is called in C. */
	const char *c_name;
};

struct enumerator {
	struct enumerator *next;
	struct span span;
	const char *name;
	const char *doc;
	unsigned int value;
};

/* Bytes that something takes in a buffer, and their alignment; none: 0 and 1. */
struct packing {
	uint64_t size;
	uint64_t align;
};

/* Where in a call: what goes in; what goes in of things that come out, which are
 * their lengths; what comes out. */
enum packing_part {
	PACKING_IN,
	PACKING_LENGTHS,
	PACKING_OUT,
	PACKING_PARTS,
};

enum decl_kind {
	DECL_TYPEDEF,
	DECL_STRUCT,
	DECL_UNION,
	DECL_ENUM,
	DECL_CONST,
	DECL_MODULE,
	DECL_INTERFACE,
	DECL_METHOD,
};

struct decl {
	struct decl *next;
	enum decl_kind kind;
	/* The module or interface around it, or NULL. */
	struct decl *scope;
	struct span span;
	const char *name;
	const char *doc;
	/* It stands in an included file, so that another header has it. */
	bool foreign;
	/* Of a typedef, of a constant; of a union's discriminator; what a method
	 * returns, NULL: void. */
	struct type *type;
	/* Of a struct, of a union; the parameters of a method. */
	struct field *fields;
	struct enumerator *enumerators;
	const struct expr *value;
	/* Of a module, of an interface. */
	struct decl *children;
	/* Of an interface: what it inherits from, if it does; a declaration without body. */
	struct name parent;
	bool forward;
	bool async, oneway;

	/* Checked. How it is called in C, and with all scopes before it. */
	const char *c_name;
	const char *path;
	/* Of a struct or union; flat: without sequences, texts, handles. */
	struct packing packing[PACKING_PARTS];
	bool flat;
	/* Of a constant. */
	const struct constant *constant;
	/* Of an interface. */
	const struct decl *base;
	bool handle;
};

#endif
