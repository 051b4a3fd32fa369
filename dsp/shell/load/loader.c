// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * From a file to an image in memory. The file comes from the guest and may be
 * damaged or malicious: every offset and size in it is checked before it
 * is used. What its code does when it runs is another matter.
 */

#include <stdio.h>
#include <string.h>

#include "guest/guest.h"
#include "load/library.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/timer.h"

#define LOADER_SEGMENTS_MAX	32u
#define LOADER_IMAGE_MAX	0x04000000u	/* bytes */
#define LOADER_DYNAMIC_MAX	0x1000u		/* entries */
#define LOADER_LOG_HIGH		2		/* as FARF counts */
#define LOADER_FLAGS_ISA	0xffu		/* of the header: 0x73 for v73, v71t is 0x8071 */

#define LOADER_TYPE_IFUNC		10

#define LOADER_SEGMENT_NULL		0
#define LOADER_SEGMENT_NOTE		4
#define LOADER_SEGMENT_PHDR		6
/* Tables for an unwinder, wishes about the stack, what becomes read-only, properties. */
#define LOADER_SEGMENT_GNU_FIRST	0x6474e550u
#define LOADER_SEGMENT_GNU_LAST		0x6474e553u

/* Tags for other readers of the file, or that say of it what is so anyway. */
enum loader_tag {
	LOADER_RUNPATH = 29,
	LOADER_FLAGS = 30,
	LOADER_VERSYM = 0x6ffffff0,
	LOADER_RELACOUNT = 0x6ffffff9,
	LOADER_FLAGS_1 = 0x6ffffffb,
	LOADER_VERDEF = 0x6ffffffc,
	LOADER_VERNEEDNUM = 0x6fffffff,
	LOADER_HEXAGON_SYMSZ = 0x70000000,
	LOADER_HEXAGON_PLT = 0x70000002,
};

static int loader_inside(uint32_t offset, uint32_t size, size_t total)
{
	return offset <= total && size <= total - offset;
}

/**
 * loader_at() - where a part of the file lies in the image
 * @library: has an image
 * @address: address in the file
 * @size: bytes; 0: at least one
 *
 * Return: the place, or NULL if it is not all in the image.
 */
void *loader_at(const struct library *library, uint32_t address, uint32_t size)
{
	uint32_t offset = address - library->low;

	if (address < library->low || !loader_inside(offset, size ? size : 1, library->size))
		return NULL;
	return library->image + offset;
}

static int32_t loader_check_header(const struct elf_header *header, size_t size,
				   const struct library_text *where)
{
	if (size < sizeof(*header) || header->magic != ELF_MAGIC)
		return library_fail(where, ERROR_BAD_ELF, "is no ELF file");
	if (header->elf_class != ELF_CLASS_32 || header->data != ELF_DATA_LITTLE ||
	    header->machine != ELF_MACHINE_HEXAGON)
		return library_fail(where, ERROR_BAD_ELF,
				    "is no Hexagon code (machine %u, want %u)", header->machine,
				    ELF_MACHINE_HEXAGON);
	if (header->type != ELF_TYPE_DYN)
		return library_fail(where, ERROR_BAD_ELF,
				    "is no shared object (type %u): link it with -shared",
				    header->type);
	if (header->segment_size != sizeof(struct elf_segment) || !header->segment_count ||
	    header->segment_count > LOADER_SEGMENTS_MAX || header->segments % 4 ||
	    !loader_inside(header->segments, header->segment_count * sizeof(struct elf_segment),
			   size))
		return library_fail(where, ERROR_BAD_ELF, "damaged: program headers");
	return 0;
}

/* Those that are no memory say nothing that the code needs. */
static int loader_knows_segment(uint32_t type)
{
	switch (type) {
	case LOADER_SEGMENT_NULL:
	case ELF_SEGMENT_LOAD:
	case ELF_SEGMENT_DYNAMIC:
	case LOADER_SEGMENT_NOTE:
	case LOADER_SEGMENT_PHDR:
	case ELF_SEGMENT_TLS:
		return 1;
	default:
		return type >= LOADER_SEGMENT_GNU_FIRST && type <= LOADER_SEGMENT_GNU_LAST;
	}
}

static int32_t loader_check_segment(const struct elf_segment *segment, size_t size,
				    const struct library_text *where)
{
	if (!loader_knows_segment(segment->type))
		return library_fail(where, ERROR_UNABLE_TO_LOAD,
				    "has a segment of type 0x%lx, which this DSP does not know",
				    (unsigned long)segment->type);
	if (segment->type == ELF_SEGMENT_TLS &&
	    (segment->align & (segment->align - 1) || segment->size > LOADER_IMAGE_MAX ||
	     segment->file_size > segment->size))
		return library_fail(where, ERROR_BAD_ELF, "damaged: thread-local variables");
	if (segment->type != ELF_SEGMENT_LOAD)
		return 0;
	if (!loader_inside(segment->offset, segment->file_size, size) ||
	    segment->file_size > segment->size)
		return library_fail(where, ERROR_BAD_ELF,
				    "damaged: a segment of %lu bytes at %lu, file has %lu",
				    (unsigned long)segment->file_size,
				    (unsigned long)segment->offset, (unsigned long)size);
	if (segment->address % 4 || segment->address > UINT32_MAX - LOADER_IMAGE_MAX ||
	    segment->size > LOADER_IMAGE_MAX)
		return library_fail(where, ERROR_BAD_ELF, "damaged: a segment at 0x%08lx",
				    (unsigned long)segment->address);
	return 0;
}

static const struct elf_segment *loader_segments(const uint8_t *file, uint32_t *count)
{
	const struct elf_header *header = (const struct elf_header *)file;

	*count = header->segment_count;
	return (const struct elf_segment *)(file + header->segments);
}

/* Bounds of the image, and how many bytes of stubs its code needs. */
static int32_t loader_measure(struct library *library, const uint8_t *file, size_t size,
			      size_t *stubs, const struct library_text *where)
{
	uint32_t count, low = UINT32_MAX, high = 0;
	const struct elf_segment *segment = loader_segments(file, &count);

	*stubs = 0;
	for (; count; count--, segment++) {
		int32_t result = loader_check_segment(segment, size, where);

		if (result)
			return result;
		if (segment->type != ELF_SEGMENT_LOAD || !segment->size)
			continue;
		if (segment->address < low)
			low = segment->address;
		if (segment->address + segment->size > high)
			high = segment->address + segment->size;
		if (segment->flags & ELF_EXECUTE)
			*stubs += timer_stubs_size(file + segment->offset, segment->file_size);
	}
	low &= ~(PAGES_SIZE - 1);
	if (!high || high - low > LOADER_IMAGE_MAX)
		return library_fail(where, ERROR_BAD_ELF, "damaged: an image of %lu bytes",
				    (unsigned long)(high ? high - low : 0));
	library->low = low;
	library->size = PAGES_ROUND(high - low);
	return 0;
}

static void loader_copy(struct library *library, const uint8_t *file)
{
	uint8_t *stubs = library->image + library->size;
	uint32_t count;
	const struct elf_segment *segment = loader_segments(file, &count);

	for (; count; count--, segment++) {
		uint8_t *at = library->image + (segment->address - library->low);

		if (segment->type != ELF_SEGMENT_LOAD || !segment->size)
			continue;
		memcpy(at, file + segment->offset, segment->file_size);
		if (segment->flags & ELF_EXECUTE)
			stubs = timer_patch(at, segment->file_size, stubs);
	}
}

/* Bytes of the image from an address on. */
static uint32_t loader_rest(const struct library *library, uint32_t address)
{
	return loader_at(library, address, 0) ? library->size - (address - library->low) : 0;
}

static const struct elf_dynamic *loader_dynamic(const struct library *library,
						const struct elf_segment *segment,
						uint32_t count, uint32_t *entries)
{
	uint32_t size;

	while (count && segment->type != ELF_SEGMENT_DYNAMIC) {
		count--;
		segment++;
	}
	if (!count || segment->address % 4)
		return NULL;
	/* Old tools gave it no size: it ends at the entry that says that it is the last. */
	size = segment->size ? segment->size : loader_rest(library, segment->address);
	*entries = size / sizeof(struct elf_dynamic);
	if (*entries > LOADER_DYNAMIC_MAX) {
		if (segment->size)
			return NULL;
		*entries = LOADER_DYNAMIC_MAX;
	}
	return loader_at(library, segment->address, *entries * sizeof(struct elf_dynamic));
}

/* Thread-local variables, as a thread begins with them. */
static int32_t loader_find_tls(struct library *library, const struct elf_segment *segment,
			       uint32_t count, const struct library_text *where)
{
	while (count && (segment->type != ELF_SEGMENT_TLS || !segment->size)) {
		count--;
		segment++;
	}
	if (!count)
		return 0;
	library->tls = (struct tls_module){
		.start = loader_at(library, segment->address, segment->file_size),
		.start_size = segment->file_size,
		.size = segment->size,
		.align = segment->align,
	};
	if (segment->file_size && !library->tls.start)
		return library_fail(where, ERROR_BAD_ELF, "damaged: thread-local variables");
	tls_add(&library->tls);
	return 0;
}

/* The number of symbols is the number of chains of the hash table. */
static uint32_t loader_count_symbols(const struct library *library)
{
	uint32_t address = library->tags[ELF_HASH];
	const uint32_t *hash = loader_at(library, address, 8);

	if (!hash || address % 4 || hash[0] > LOADER_IMAGE_MAX / 4 ||
	    hash[1] > LOADER_IMAGE_MAX / sizeof(struct elf_symbol) ||
	    !loader_at(library, address, 8 + 4 * (hash[0] + hash[1])))
		return 0;
	return hash[1];
}

/* GNU's table has no such number: it is one more than the last symbol of the last chain. */
static uint32_t loader_count_gnu_symbols(const struct library *library, uint32_t address)
{
	const uint32_t *hash = loader_at(library, address, 16);
	uint32_t last = 0, chains;

	if (!hash || address % 4 || hash[0] > LOADER_IMAGE_MAX / 4 ||
	    hash[2] > LOADER_IMAGE_MAX / 4)
		return 0;
	chains = address + 16 + 4 * (hash[2] + hash[0]);
	if (!loader_at(library, address, chains - address))
		return 0;
	for (uint32_t i = 0; i < hash[0]; i++) {
		uint32_t first = hash[4 + hash[2] + i];

		if (first > last)
			last = first;
	}
	if (last < hash[1])
		return hash[1];
	for (;; last++) {
		const uint32_t *chain;

		if (last - hash[1] > LOADER_IMAGE_MAX / 4)
			return 0;
		chain = loader_at(library, chains + 4 * (last - hash[1]), 4);
		if (!chain)
			return 0;
		if (*chain & 1)
			return last + 1;
	}
}

/* A table of the dynamic segment, which may be absent. */
static int loader_table_is_good(const struct library *library, uint32_t address, uint32_t size,
				uint32_t entry)
{
	return !size || (address % 4 == 0 && size % entry == 0 &&
			 loader_at(library, address, size));
}

static int32_t loader_check_tables(struct library *library, uint32_t gnu_hash,
				   const struct library_text *where)
{
	const uint32_t *tags = library->tags;

	library->strings_size = tags[ELF_STRSZ];
	library->strings = loader_at(library, tags[ELF_STRTAB], library->strings_size);
	if (!library->strings_size || !library->strings ||
	    library->strings[library->strings_size - 1])
		return library_fail(where, ERROR_BAD_ELF, "damaged: string table");
	library->symbol_count = tags[ELF_HASH] ? loader_count_symbols(library) :
						 loader_count_gnu_symbols(library, gnu_hash);
	library->symbols = loader_at(library, tags[ELF_SYMTAB],
				     library->symbol_count * sizeof(struct elf_symbol));
	if (!library->symbol_count || !library->symbols || tags[ELF_SYMTAB] % 4)
		return library_fail(where, ERROR_BAD_ELF, "damaged: symbol table");
	if (tags[ELF_REL] || (tags[ELF_PLTREL] && tags[ELF_PLTREL] != ELF_RELA))
		return library_fail(where, ERROR_UNABLE_TO_LOAD,
				    "has relocations without addends (REL), which no Hexagon code has");
	if (!loader_table_is_good(library, tags[ELF_RELA], tags[ELF_RELASZ],
				  sizeof(struct elf_rela)) ||
	    !loader_table_is_good(library, tags[ELF_JMPREL], tags[ELF_PLTRELSZ],
				  sizeof(struct elf_rela)))
		return library_fail(where, ERROR_BAD_ELF, "damaged: relocation table");
	if (!loader_table_is_good(library, tags[ELF_INIT_ARRAY], tags[ELF_INIT_ARRAYSZ], 4) ||
	    !loader_table_is_good(library, tags[ELF_FINI_ARRAY], tags[ELF_FINI_ARRAYSZ], 4) ||
	    (tags[ELF_INIT] && !loader_at(library, tags[ELF_INIT], 4)) ||
	    (tags[ELF_FINI] && !loader_at(library, tags[ELF_FINI], 4)))
		return library_fail(where, ERROR_BAD_ELF, "damaged: table of initial functions");
	return 0;
}

/* What another tag says would be left undone. */
static int loader_knows_tag(uint32_t tag)
{
	return tag < ELF_TAGS || tag == ELF_GNU_HASH || tag == LOADER_RUNPATH ||
	       tag == LOADER_FLAGS || tag == LOADER_VERSYM ||
	       (tag >= LOADER_RELACOUNT && tag <= LOADER_FLAGS_1) ||
	       (tag >= LOADER_VERDEF && tag <= LOADER_VERNEEDNUM) ||
	       (tag >= LOADER_HEXAGON_SYMSZ && tag <= LOADER_HEXAGON_PLT);
}

/* Functions that choose themselves when they are bound. */
static int32_t loader_check_symbols(const struct library *library, const struct library_text *where)
{
	for (uint32_t i = 1; i < library->symbol_count; i++) {
		const struct elf_symbol *symbol = &library->symbols[i];

		if (ELF_TYPE(symbol->info) == LOADER_TYPE_IFUNC &&
		    symbol->name < library->strings_size)
			return library_fail(where, ERROR_UNABLE_TO_LOAD,
					    "has %.200s as an indirect function (ifunc), which this DSP does not know",
					    library->strings + symbol->name);
	}
	return 0;
}

static int32_t loader_read_dynamic(struct library *library, const uint8_t *file,
				   const struct library_text *where)
{
	uint32_t count, entries = 0, gnu_hash = 0;
	const struct elf_segment *segments = loader_segments(file, &count);
	const struct elf_dynamic *dynamic = loader_dynamic(library, segments, count, &entries);

	if (!dynamic)
		return library_fail(where, ERROR_BAD_ELF, "damaged: dynamic segment");
	if (loader_find_tls(library, segments, count, where))
		return ERROR_BAD_ELF;
	for (uint32_t i = 0; i < entries && dynamic[i].tag; i++) {
		if (!loader_knows_tag(dynamic[i].tag))
			return library_fail(where, ERROR_UNABLE_TO_LOAD,
					    "has 0x%lx in its dynamic segment, which this DSP does not know",
					    (unsigned long)dynamic[i].tag);
		if (dynamic[i].tag == ELF_GNU_HASH)
			gnu_hash = dynamic[i].value;
		if (dynamic[i].tag == ELF_NEEDED) {
			if (library->tags[ELF_NEEDED] == LIBRARY_NEEDED_NAMES)
				return library_fail(where, ERROR_UNABLE_TO_LOAD,
						    "needs too many other libraries");
			library->needed_names[library->tags[ELF_NEEDED]++] = dynamic[i].value;
		} else if (dynamic[i].tag < ELF_TAGS) {
			library->tags[dynamic[i].tag] = dynamic[i].value;
		}
	}
	return loader_check_tables(library, gnu_hash, where);
}

/**
 * loader_needed() - the name of a library that another one needs
 * @library: loaded
 * @index: from 0
 *
 * Return: the name, NULL if it needs no more.
 */
const char *loader_needed(const struct library *library, uint32_t index)
{
	if (index >= library->tags[ELF_NEEDED])
		return NULL;
	return library->strings + library->needed_names[index];
}

static int32_t loader_check_needed(const struct library *library, const struct library_text *where)
{
	for (uint32_t i = 0; i < library->tags[ELF_NEEDED]; i++)
		if (library->needed_names[i] >= library->strings_size ||
		    strlen(loader_needed(library, i)) >= LIBRARY_NAME_SIZE)
			return library_fail(where, ERROR_BAD_ELF,
					    "damaged: name of a library that it needs");
	return 0;
}

/*
 * Whether such code is in it cannot be told from here: a library may look before it uses
 * what the DSP lacks. But who wonders at an illegal instruction has read of it.
 */
static void loader_say_newer(const struct elf_header *header, const struct library_text *where)
{
	uint32_t isa = header->flags & LOADER_FLAGS_ISA;
	char text[200];

	if (!guest_arch || isa <= guest_arch)
		return;
	snprintf(text, sizeof(text),
		 "%s is for Hexagon v%lx, and this DSP is v%lx: an instruction that it lacks ends the process",
		 where->library, (unsigned long)isa, (unsigned long)guest_arch);
	upcall_log(LOADER_LOG_HIGH, "loader.c", 0, text);
}

/**
 * loader_load() - make an image of a file
 * @library: gets the image and where its tables are
 * @file: the file
 * @size: bytes of @file
 * @where: its name, and where to say what is wrong
 *
 * Nothing is relocated yet, and all is writable. On failure library_drop() gives
 * back what there is.
 *
 * Return: 0, or ERROR_BAD_ELF, ERROR_UNABLE_TO_LOAD, ERROR_NO_MEMORY.
 */
int32_t loader_load(struct library *library, const uint8_t *file, size_t size,
		    const struct library_text *where)
{
	size_t stubs;
	int32_t result = loader_check_header((const struct elf_header *)file, size, where);

	if (!result)
		result = loader_measure(library, file, size, &stubs, where);
	if (result)
		return result;
	library->total = library->size + PAGES_ROUND(stubs);
	library->image = pages_get(PAGES_IMAGES, library->total,
				   SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	if (!library->image)
		return library_fail(where, ERROR_NO_MEMORY, "no room for %lu bytes of code",
				    (unsigned long)library->total);
	loader_say_newer((const struct elf_header *)file, where);
	loader_copy(library, file);
	result = loader_read_dynamic(library, file, where);
	if (!result)
		result = loader_check_symbols(library, where);
	return result ? result : loader_check_needed(library, where);
}

/* What all segments in a page want. */
static int loader_page_protection(const struct elf_segment *segment, uint32_t count, uint32_t page)
{
	int protection = 0;

	for (; count; count--, segment++) {
		if (segment->type != ELF_SEGMENT_LOAD || !segment->size ||
		    segment->address >= page + PAGES_SIZE ||
		    segment->address + segment->size <= page)
			continue;
		protection |= SYSCALL_PROT_READ;
		if (segment->flags & ELF_WRITE)
			protection |= SYSCALL_PROT_WRITE;
		if (segment->flags & ELF_EXECUTE)
			protection |= SYSCALL_PROT_EXEC;
	}
	return protection;
}

/**
 * loader_protect() - give each page of an image the access that the file asks for
 * @library: relocated
 * @file: the file
 * @where: its name, and where to say what is wrong
 *
 * Return: 0, or ERROR_MMAP.
 */
int32_t loader_protect(struct library *library, const uint8_t *file,
		       const struct library_text *where)
{
	uint32_t count;
	const struct elf_segment *segments = loader_segments(file, &count);
	size_t start = 0;
	int protection = 0;

	for (size_t at = 0; at <= library->size; at += PAGES_SIZE) {
		int next = at == library->size ?
				   -1 :
				   loader_page_protection(segments, count, library->low + at);

		if (at && next != protection) {
			if (syscall3(SYS_MPROTECT, library->image + start, at - start, protection))
				return library_fail(where, ERROR_MMAP, "cannot be made code");
			start = at;
		}
		protection = next;
	}
	if (library->total > library->size)
		syscall3(SYS_MPROTECT, library->image + library->size,
			 library->total - library->size, SYSCALL_PROT_READ | SYSCALL_PROT_EXEC);
	return 0;
}

/**
 * loader_unload() - give back the image
 * @library: may have none
 */
void loader_unload(struct library *library)
{
	if (library->image)
		pages_put(PAGES_IMAGES, library->image, library->total);
}
