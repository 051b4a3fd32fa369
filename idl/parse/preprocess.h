/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_PREPROCESS_H
#define IDL_PREPROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/report.h"
#include "base/table.h"

/**
 * struct files - where files come from
 */
struct files {
	/**
	 * @read: the content of a file, in the arena with a NUL behind it; false: there
	 *	is none of that name
	 */
	bool (*read)(void *context, struct arena *arena, const char *path,
		     const char **text, size_t *size);
	/** @context: for it */
	void *context;
	/** @folders: where included files are looked for, in this order */
	const char *const *folders;
	/** @folder_count: how many */
	size_t folder_count;
};

/**
 * struct preprocess - the files that are being read, and what is defined
 */
struct preprocess {
	struct arena *arena;
	struct report *report;
	const struct files *files;
	/** @frame: the file that is being read, above those that include it; NULL: the end */
	struct preprocess_frame *frame;
	/** @defined: names that #define has seen */
	struct table defined;
	/** @seen: paths of the files that need not be read again */
	struct table seen;
	/** @includes: names of the files that were included outside of braces, in order */
	struct preprocess_include *includes;
	/** @depth: how many braces are open */
	unsigned int depth;
};

/**
 * struct preprocess_include - a file whose declarations another header has
 */
struct preprocess_include {
	struct preprocess_include *next;
	/** @name: as the directive names it */
	const char *name;
	/** @direct: included by the file that is compiled */
	bool direct;
};

/**
 * struct preprocess_frame - a file that is being read
 */
struct preprocess_frame {
	/** @below: the file that includes it */
	struct preprocess_frame *below;
	/** @source: the file */
	struct source *source;
	/** @at: offset of what comes next */
	size_t at;
	/** @fresh: there was nothing but blanks in this line so far */
	bool fresh;
	/** @conditions: the #ifdef and #ifndef that are open, the innermost first */
	struct preprocess_condition *conditions;
};

void preprocess_begin(struct preprocess *input, struct source *source);
void preprocess_end_of_file(struct preprocess *input);
void preprocess_directive(struct preprocess *input);
bool preprocess_skips(const struct preprocess *input);
void preprocess_define(struct preprocess *input, const char *name);

#endif
