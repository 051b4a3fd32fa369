// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The libraries that are loaded. A library is loaded once, however often it is
 * opened, and unloaded when it is no longer in use.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest/guest.h"
#include "load/library.h"
#include "load/sections.h"
#include "load/vectors.h"
#include "os/error.h"
#include "os/thread.h"

/* How deep libraries may need each other. */
#define LIBRARY_DEPTH_MAX	8u

/* Changed by the thread that loads or unloads, one at a time; the fault handler just reads it. */
static struct library *library_list;
/* That thread: an initial function can load a library in its turn. Protected by the kernel lock. */
static struct thread *library_owner;
static uint32_t library_depth;

/* What these give is part of the DSP's run-time, in one piece with the shell. */
static const char *const library_built_in[] = {
	"libc.so", "libgcc.so", "libm.so", "libdl.so", "libqcc.so", "libhexagon.so", "libqurt.so",
};

/*
 * Of these the run-time has the little that most libraries import. The guest may have
 * the whole of them; if they cannot be loaded, the library that needs them names what is missing.
 */
static const char *const library_partly_built_in[] = {
	"libc++.so", "libc++abi.so", "libstdc++.so", "libunwind.so",
};

static void library_begin(void)
{
	kernel_lock();
	while (library_owner && library_owner != thread_current())
		thread_wait_locked(&library_owner, THREAD_FOREVER);
	library_owner = thread_current();
	library_depth++;
	kernel_unlock();
}

static void library_end(void)
{
	struct thread *next;

	kernel_lock();
	if (!--library_depth) {
		library_owner = NULL;
		next = thread_next_waiting_locked(&library_owner);
		if (next)
			thread_wake_locked(next);
	}
	kernel_unlock();
}

/**
 * library_fail() - say what is wrong with a library
 * @where: its name, and where to say it
 * @result: the error
 * @format: for printf; follows the name and a colon
 *
 * Return: @result.
 */
int32_t library_fail(const struct library_text *where, int32_t result, const char *format, ...)
{
	va_list args;
	int len = snprintf(where->text, where->size, "%s: ", where->library);

	if (len < 0 || (size_t)len >= where->size)
		return result;
	va_start(args, format);
	vsnprintf(where->text + len, where->size - len, format, args);
	va_end(args);
	return result;
}

static struct library *library_find(const char *name)
{
	struct library *library = library_list;

	while (library && strcmp(library->name, name))
		library = library->next;
	return library;
}

/* libc.so, also with a version behind it. */
static int library_is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);

		if (!strncmp(name, names[i], len) && (!name[len] || name[len] == '.'))
			return 1;
	}
	return 0;
}

static int library_is_built_in(const char *name)
{
	return library_is_among(name, library_built_in,
				sizeof(library_built_in) / sizeof(library_built_in[0]));
}

static int library_is_partly_built_in(const char *name)
{
	return library_is_among(name, library_partly_built_in,
				sizeof(library_partly_built_in) /
				sizeof(library_partly_built_in[0]));
}

/* A function of the library by its address in the file. */
static void library_call(const struct library *library, uint32_t address)
{
	((void (*)(void))(library->image + (address - library->low)))();
}

static void library_call_table(const struct library *library, uint32_t table, uint32_t size,
			       int backwards)
{
	void (**functions)(void) = (void (**)(void))(library->image + (table - library->low));
	uint32_t count = size / sizeof(*functions);

	for (uint32_t i = 0; i < count; i++) {
		void (*function)(void) = functions[backwards ? count - 1 - i : i];

		/* Old compilers mark the ends with 0 and -1. */
		if (function && (uintptr_t)function != UINTPTR_MAX)
			function();
	}
}

static void library_start(struct library *library)
{
	library->ready = 1;
	if (library->tags[ELF_INIT])
		library_call(library, library->tags[ELF_INIT]);
	if (library->tags[ELF_INIT_ARRAY])
		library_call_table(library, library->tags[ELF_INIT_ARRAY],
				   library->tags[ELF_INIT_ARRAYSZ], 0);
}

static void library_stop(struct library *library)
{
	if (library->tags[ELF_FINI_ARRAY])
		library_call_table(library, library->tags[ELF_FINI_ARRAY],
				   library->tags[ELF_FINI_ARRAYSZ], 1);
	if (library->tags[ELF_FINI])
		library_call(library, library->tags[ELF_FINI]);
}

/* Libraries that this one alone needs go with it. */
static void library_drop(struct library *library)
{
	struct library **at = &library_list;

	if (--library->users)
		return;
	if (library->ready)
		library_stop(library);
	while (*at != library)
		at = &(*at)->next;
	*at = library->next;
	for (uint32_t i = 0; i < library->needed_count; i++)
		library_drop(library->needed[i]);
	tls_remove(&library->tls);
	loader_unload(library);
	vectors_free(library);
	symtab_free(library);
	lines_free(&library->lines);
	free(library);
}

static int32_t library_load(const char *name, struct library **got, uint32_t depth,
			    const struct library_text *where);

/* Each DT_NEEDED, which loader_load() has checked to be a text. */
static int32_t library_load_needed(struct library *library, uint32_t depth,
				   const struct library_text *where)
{
	const char *name;

	for (uint32_t i = 0; (name = loader_needed(library, i)); i++) {
		struct library *needed;
		int32_t result;

		if (library_is_built_in(name))
			continue;
		if (library->needed_count == LIBRARY_NEEDED_MAX || depth == LIBRARY_DEPTH_MAX)
			return library_fail(where, ERROR_UNABLE_TO_LOAD,
					    "needs too many other libraries");
		result = library_load(name, &needed, depth + 1, where);
		if (result && library_is_partly_built_in(name))
			continue;
		if (result)
			return result == ERROR_NO_SUCH_MODULE ? ERROR_UNABLE_TO_LOAD : result;
		library->needed[library->needed_count++] = needed;
	}
	return 0;
}

/* For a debugger, which cannot know. */
static int library_places;

static void library_say_place(const struct library *library)
{
	char text[LIBRARY_NAME_SIZE + 64];

	snprintf(text, sizeof(text), "library: %s at 0x%08lx, %lu bytes", library->name,
		 (unsigned long)(uintptr_t)library->image, (unsigned long)library->size);
	upcall_log(0, "pd", 0, text);
}

/**
 * library_say_places() - from now on say in the log where each library is loaded
 */
void library_say_places(void)
{
	library_places = 1;
}

static int32_t library_place(struct library *library, uint32_t depth,
			     const struct library_text *where)
{
	struct image image;
	int32_t result = image_fetch(library->name, &image, where);

	if (result)
		return result;
	result = loader_load(library, image.file, image.size, where);
	if (!result)
		result = section_check_old(library, image.file, image.size, where);
	if (!result)
		result = library_load_needed(library, depth, where);
	if (!result)
		result = relocate(library, where);
	if (!result)
		result = vectors_translate(library, image.file, image.size, where);
	if (!result)
		result = loader_protect(library, image.file, where);
	if (!result) {
		symtab_read(library, image.file, image.size);
		lines_read(&library->lines, image.file, image.size);
	}
	if (!result && library_places)
		library_say_place(library);
	image_free(&image);
	return result;
}

static int32_t library_load(const char *name, struct library **got, uint32_t depth,
			    const struct library_text *outer)
{
	struct library_text where = {name, outer->text, outer->size};
	struct library *library;
	int32_t result;

	/* As the client understands it: ./ is nothing, any other folder is refused. */
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	if (!*name || strchr(name, '/'))
		return library_fail(&where, ERROR_BAD_PARAMETER,
				    "names a folder: the client looks for plain names in its library path");
	library = library_find(name);
	if (library) {
		library->users++;
		*got = library;
		return 0;
	}
	library = calloc(1, sizeof(*library));
	if (!library)
		return library_fail(&where, ERROR_NO_MEMORY, "no memory left in the PD");
	strlcpy(library->name, name, sizeof(library->name));
	library->users = 1;
	/* In the list first: libraries may need each other in a circle. */
	library->next = library_list;
	library_list = library;
	result = library_place(library, depth, &where);
	if (result) {
		library_drop(library);
		return result;
	}
	library_start(library);
	*got = library;
	return 0;
}

/**
 * library_get() - load a library, or use it once more
 * @name: of a file, without folders; less than LIBRARY_NAME_SIZE bytes
 * @library: gets it
 * @text: gets why it failed
 * @text_size: bytes of @text
 *
 * Return: 0, or a DSP error: ERROR_NO_SUCH_MODULE if the guest has no such file.
 */
int32_t library_get(const char *name, struct library **library, char *text, size_t text_size)
{
	const struct library_text where = {name, text, text_size};
	int32_t result;

	library_begin();
	result = library_load(name, library, 0, &where);
	library_end();
	return result;
}

/**
 * library_put() - use a library no longer
 * @library: of library_get()
 */
void library_put(struct library *library)
{
	library_begin();
	library_drop(library);
	library_end();
}

/**
 * library_name() - its file name
 */
const char *library_name(const struct library *library)
{
	return library->name;
}

/**
 * library_symbol() - address of what a library exports
 * @library: loaded
 * @name: of a function or of data
 *
 * Return: the address, or NULL if it does not export that.
 */
void *library_symbol(const struct library *library, const char *name)
{
	for (uint32_t i = 1; i < library->symbol_count; i++) {
		const struct elf_symbol *symbol = &library->symbols[i];

		if (symbol->section == ELF_UNDEFINED || symbol->name >= library->strings_size ||
		    strcmp(library->strings + symbol->name, name))
			continue;
		if (symbol->section == ELF_ABSOLUTE)
			return (void *)(uintptr_t)symbol->value;
		return loader_at(library, symbol->value, 0);
	}
	return NULL;
}

/**
 * library_first() - the first of all libraries; the rest hangs on @next
 */
struct library *library_first(void)
{
	return library_list;
}

static const char *library_search(const struct elf_symbol *symbols, uint32_t count,
				  const char *names, uint32_t names_size, uint32_t value,
				  uint32_t *offset)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct elf_symbol *symbol = &symbols[i];

		if (symbol->section == ELF_UNDEFINED || symbol->section == ELF_ABSOLUTE ||
		    symbol->name >= names_size || ELF_TYPE(symbol->info) != ELF_TYPE_FUNCTION ||
		    value - symbol->value >= symbol->size)
			continue;
		*offset = value - symbol->value;
		return names + symbol->name;
	}
	return NULL;
}

/**
 * library_function() - the function that an address lies in
 * @library: that the address lies in
 * @address: in the PD
 * @offset: gets the distance from the function's first byte
 *
 * Return: its name, or NULL if the file does not say.
 */
const char *library_function(const struct library *library, uintptr_t address, uint32_t *offset)
{
	uint32_t value = address - (uintptr_t)library->image + library->low;
	const char *name = library_search(library->functions, library->function_count,
					  library->function_names, UINT32_MAX, value, offset);

	if (name)
		return name;
	return library_search(library->symbols, library->symbol_count, library->strings,
			      library->strings_size, value, offset);
}
