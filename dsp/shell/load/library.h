/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_LIBRARY_H
#define DSP_SHELL_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

#include "load/elf.h"
#include "load/lines.h"
#include "os/tls.h"

#define LIBRARY_NAME_SIZE	128u
#define LIBRARY_NEEDED_MAX	16u	/* that have to be loaded */
#define LIBRARY_NEEDED_NAMES	32u

struct library_vector;

/**
 * struct library - a shared object in memory
 */
struct library {
	struct library *next;
	char name[LIBRARY_NAME_SIZE];
	/** @users: open modules and libraries that need it */
	uint32_t users;
	/** @image: all segments, then the stubs of timer.c */
	uint8_t *image;
	/** @size: bytes of the segments */
	size_t size;
	/** @total: bytes of the image with the stubs */
	size_t total;
	/** @low: address in the file of the first byte of the image */
	uint32_t low;
	const struct elf_symbol *symbols;
	uint32_t symbol_count;
	const char *strings;
	uint32_t strings_size;
	/** @functions: all that the file names, NULL if it was stripped */
	struct elf_symbol *functions;
	uint32_t function_count;
	char *function_names;
	struct lines lines;
	/** @thunks: code that replaces some of its packets, NULL if there is none */
	uint8_t *thunks;
	size_t thunks_size;
	/** @vectors: those packets, in their order */
	struct library_vector *vectors;
	uint32_t vector_count;
	/** @tags: values of the dynamic segment, 0 if not there; ELF_NEEDED: their number */
	uint32_t tags[ELF_TAGS];
	/** @needed_names: offsets in @strings */
	uint32_t needed_names[LIBRARY_NEEDED_NAMES];
	struct library *needed[LIBRARY_NEEDED_MAX];
	uint32_t needed_count;
	/** @tls: its thread-local variables */
	struct tls_module tls;
	/** @ready: its initialisation has begun, so its end must be told */
	int ready;
};

/**
 * struct library_text - where to say what is wrong
 */
struct library_text {
	const char *library;
	char *text;
	size_t size;
};

/**
 * struct image - a file of the guest
 */
struct image {
	uint8_t *file;
	/** @size: bytes of the file */
	size_t size;
	/** @room: bytes of the memory that it lies in */
	size_t room;
};

void library_say_places(void);
int32_t library_get(const char *name, struct library **library, char *text, size_t text_size);
void library_put(struct library *library);
const char *library_name(const struct library *library);
void *library_symbol(const struct library *library, const char *name);
struct library *library_first(void);
const char *library_function(const struct library *library, uintptr_t address,
			     uint32_t *offset);

int32_t library_fail(const struct library_text *where, int32_t result, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* export.c */
void *export_find(const char *name);

/* loader.c */
int32_t loader_load(struct library *library, const uint8_t *file, size_t size,
		    const struct library_text *where);
int32_t loader_protect(struct library *library, const uint8_t *file,
		       const struct library_text *where);
void *loader_at(const struct library *library, uint32_t address, uint32_t size);
const char *loader_needed(const struct library *library, uint32_t index);
void loader_unload(struct library *library);

/* symtab.c */
void symtab_read(struct library *library, const uint8_t *file, size_t size);
void symtab_free(struct library *library);

/* relocate.c */
int32_t relocate(struct library *library, const struct library_text *where);

/* image.c */
int32_t image_fetch(const char *name, struct image *image, const struct library_text *where);
void image_free(struct image *image);

#endif
