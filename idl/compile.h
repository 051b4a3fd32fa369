/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_COMPILE_H
#define IDL_COMPILE_H

#include <stdbool.h>

#include "parse/preprocess.h"
#include "base/text.h"

/**
 * struct compile_output - a file that was generated
 */
struct compile_output {
	struct compile_output *next;
	/** @name: without folder */
	const char *name;
	/** @text: what is in it */
	struct text text;
};

/**
 * struct compile - one compilation
 */
struct compile {
	/** @arena: has all of it; arena_free() when it is of no use any more */
	struct arena arena;
	/** @files: where files are read from */
	struct files files;
	/** @path: what to compile */
	const char *path;
	/** @defined: names that are defined, as by #define */
	const char *const *defined;
	/** @defined_count: how many */
	size_t defined_count;
	/** @standard_types: int64_t and bool in C, not int64 and boolean */
	bool standard_types;
	/** @header: generate the header */
	bool header;
	/** @code: generate stubs and skeletons */
	bool code;

	/** @outputs: what was generated; nothing if there is an error */
	struct compile_output *outputs;
	/** @messages: errors and warnings */
	struct text messages;
};

bool compile_run(struct compile *compile);

#endif
