/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_C_H
#define IDL_C_H

#include "check/packing.h"
#include "parse/preprocess.h"
#include "check/scope.h"

/* Fixed texts of generated files; see c_part.c. */
enum c_part {
	C_PART_STUB = 1 << 0,
	C_PART_SKEL = 1 << 1,
	C_PART_NESTED = 1 << 2,
	C_PART_STUB_NESTED = 1 << 3,
	C_PART_SKEL_NESTED = 1 << 4,
	C_PART_STUB_HANDLE = 1 << 5,
	C_PART_SKEL_HANDLE = 1 << 6,
	C_PART_STUB_WSTRING = 1 << 7,
};

/**
 * struct c_file - a file of C that is being generated
 */
struct c_file {
	struct arena *arena;
	/** @standard_types: int64_t and bool, not int64 and boolean */
	bool standard_types;
	/** @stem: the name of the IDL file without folder and ".idl" */
	const char *stem;
	/** @version: what IDL_VERSION says, or NULL */
	const char *version;
	/** @skel: it is the side of the DSP */
	bool skel;
	/** @parts: which &enum c_part it needs */
	unsigned int parts;
	/** @made: functions for types that it has already */
	struct table made;
	/** @asserts: what is claimed about sizes */
	struct text asserts;
	/** @functions: functions for types with parts of their own */
	struct text functions;
	/** @body: what is made for methods */
	struct text body;
};

/**
 * struct c_place - how generated C names a value
 */
struct c_place {
	/** @address: of a flat value or a struct */
	const char *address;
	/** @value: of a scalar */
	const char *value;
	/** @data: pointer to the elements of a list */
	const char *data;
	/** @length: their number */
	const char *length;
	/** @fd: the parts of a handle */
	const char *fd;
	const char *offset;
	const char *size;
};

/**
 * struct c_record - where generated C is in a buffer
 */
struct c_record {
	/** @name: a pointer to its bytes */
	const char *name;
	/** @at: the offset there */
	uint64_t at;
};

/* The three moves of a value between C and a call. */
enum c_move {
	C_MOVE_IN,
	C_MOVE_ROUT,
	C_MOVE_BACK,
};

const char *c_type(const struct c_file *file, const struct type *type);
const char *c_parameters(const struct c_file *file, const struct decl *interface,
			 const struct decl *method);
const char *c_result(const struct c_file *file, const struct decl *method);
const char *c_upper(struct arena *arena, const char *name);
void c_begin(struct c_file *file, struct text *text, const char *source);
const char *c_part_text(enum c_part part);

struct c_place c_place_parameter(const struct c_file *file, const struct field *field);
struct c_place c_place_member(const struct c_file *file, const char *object,
			      const struct field *field);
struct c_place c_place_object(const struct c_file *file, const char *pointer);
const char *c_at(const struct c_file *file, struct c_record record);
bool c_needs(const struct c_file *file, const struct type *type, enum c_move move);
void c_need_nested(struct c_file *file);
void c_claim(struct c_file *file, const struct type *type);

void c_move(struct c_file *file, struct text *text, enum c_move move, const struct type *type,
	    struct c_place place, struct c_record record, const char *call);
void c_stub_move(struct c_file *file, struct text *text, enum c_move move,
		 const struct type *type, struct c_place place, struct c_record record,
		 const char *call);
void c_skel_move(struct c_file *file, struct text *text, enum c_move move,
		 const struct type *type, struct c_place place, struct c_record record,
		 const char *call);
const char *c_function(struct c_file *file, enum c_move move, const struct decl *decl);
const char *c_each(struct c_file *file, enum c_move move, const struct type *element);

void c_header(struct c_file *file, struct text *text, const struct decl *decls,
	      const struct preprocess_include *includes);
void c_stub(struct c_file *file, struct text *text, const struct decl *interface);
void c_skel(struct c_file *file, struct text *text, const struct decl *interface);
const char *c_uri(const struct c_file *file, const struct decl *interface);

#endif
