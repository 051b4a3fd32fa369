// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <dlfcn.h>: libraries that a library opens itself. Names are looked for where those
 * of modules are, in the library path of the client.
 */

#include <stdio.h>
#include <string.h>

#include "load/library.h"
#include "os/export.h"

#define DL_TEXT_SIZE	256u

/* Stands for all that is loaded, and for the DSP itself. */
static char dl_everything;

/* Of the last failure, until it is asked for. */
static char dl_text[DL_TEXT_SIZE], dl_told[DL_TEXT_SIZE];

struct dl_info {
	const char *file_name;
	void *file_start;
	const char *symbol_name;
	void *symbol_start;
};

/* NULL: this is no library. */
static struct library *dl_library(void *handle)
{
	struct library *library = library_first();

	while (library && library != handle)
		library = library->next;
	if (!library)
		snprintf(dl_text, sizeof(dl_text), "%p is no library", handle);
	return library;
}

void *dlopen(const char *path, int mode)
{
	struct library *library;

	(void)mode;
	if (!path)
		return &dl_everything;
	if (strlen(path) >= LIBRARY_NAME_SIZE) {
		snprintf(dl_text, sizeof(dl_text), "%.100s...: the name is too long", path);
		return NULL;
	}
	return library_get(path, &library, dl_text, sizeof(dl_text)) ? NULL : library;
}
EXPORT(dlopen);

int dlclose(void *handle)
{
	struct library *library;

	if (handle == &dl_everything)
		return 0;
	library = dl_library(handle);
	if (!library)
		return -1;
	library_put(library);
	return 0;
}
EXPORT(dlclose);

static void *dl_find_everywhere(const char *name)
{
	void *found = export_find(name);

	for (struct library *library = library_first(); library && !found; library = library->next)
		found = library_symbol(library, name);
	return found;
}

/* In the library, then in those that it needs. */
static void *dl_find(const struct library *library, const char *name)
{
	void *found = library_symbol(library, name);

	for (uint32_t i = 0; !found && i < library->needed_count; i++)
		found = library_symbol(library->needed[i], name);
	return found;
}

void *dlsym(void *handle, const char *name)
{
	struct library *library;
	void *found;

	if (!handle || handle == &dl_everything) {
		found = dl_find_everywhere(name);
	} else {
		library = dl_library(handle);
		if (!library)
			return NULL;
		found = dl_find(library, name);
	}
	if (!found)
		snprintf(dl_text, sizeof(dl_text), "%.200s is not defined", name);
	return found;
}
EXPORT(dlsym);
/* So musl's header calls it where seconds have 64 bits. */
EXPORT_AS(__dlsym_time64, &dlsym);

char *dlerror(void)
{
	if (!dl_text[0])
		return NULL;
	strlcpy(dl_told, dl_text, sizeof(dl_told));
	dl_text[0] = '\0';
	return dl_told;
}
EXPORT(dlerror);

/* Return: 0 if the address is of no library. */
int dladdr(const void *address, struct dl_info *info)
{
	const struct library *library = library_first();
	uintptr_t at = (uintptr_t)address;
	uint32_t offset;

	while (library && at - (uintptr_t)library->image >= library->size)
		library = library->next;
	if (!library)
		return 0;
	*info = (struct dl_info){.file_name = library->name, .file_start = library->image};
	info->symbol_name = library_function(library, at, &offset);
	if (info->symbol_name)
		info->symbol_start = (void *)(at - offset);
	return 1;
}
EXPORT(dladdr);

/* As <link.h> has it, without what comes and goes. */
struct dl_phdr_info {
	uint32_t address;
	const char *name;
	const struct elf_segment *segments;
	uint16_t segment_count;
};

/* The shell's own head; its C library has tables, so that what it calls may throw. */
extern const struct elf_header dl_shell __asm__("__ehdr_start");

/*
 * Where the tables of the shell and of each library are, for an unwinder: those whose image
 * begins with the file's own head, as linkers make it.
 */
int dl_iterate_phdr(int (*function)(struct dl_phdr_info *info, size_t size, void *data),
		    void *data)
{
	const struct dl_phdr_info shell = {
		.name = "",
		.segments = (const void *)((uintptr_t)&dl_shell + dl_shell.segments),
		.segment_count = dl_shell.segment_count,
	};
	int result = function((struct dl_phdr_info *)&shell, sizeof(shell), data);

	for (struct library *library = library_first(); library && !result;
	     library = library->next) {
		const struct elf_header *header = (const struct elf_header *)library->image;
		uint32_t bytes;
		struct dl_phdr_info info;

		if (!header || header->magic != ELF_MAGIC)
			continue;
		bytes = header->segment_count * sizeof(struct elf_segment);
		info = (struct dl_phdr_info){
			.address = (uint32_t)(uintptr_t)library->image - library->low,
			.name = library->name,
			.segments = loader_at(library, library->low + header->segments, bytes),
			.segment_count = header->segment_count,
		};
		if (info.segments)
			result = function(&info, sizeof(info), data);
	}
	return result;
}
EXPORT(dl_iterate_phdr);
