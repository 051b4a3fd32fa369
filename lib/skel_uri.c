// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The URI of a skeleton, as its makers' tools have written it into the file:
 * the text NAME_skel_handle_invoke_uri. It has the version of the interface,
 * _idlver, and generated code refuses an open that names another one, or none.
 */
#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "skel.h"

/* Larger files are opened by the ordinary URI. */
#define URI_FILE_MAX	(64 << 20)
/* A damaged file may claim to have many more, and take hours. */
#define URI_SYMBOLS_MAX	65536
#define URI_SEGMENTS_MAX	256

/**
 * struct uri_image - a file in memory
 */
struct uri_image {
	/** @bytes: all of it */
	uint8_t *bytes;
	/** @size: how many */
	size_t size;
	/** @segments: offset of its program headers */
	uint32_t segments;
	/** @segment_count: number of program headers */
	uint32_t segment_count;
};

/* What lies at an offset, if @size bytes do. */
static const void *uri_at(const struct uri_image *image, uint64_t offset,
			  uint64_t size)
{
	if (offset > image->size || size > image->size - offset)
		return NULL;
	return image->bytes + offset;
}

static bool uri_segment(const struct uri_image *image, uint32_t type,
			unsigned int i, Elf32_Phdr *segment)
{
	const void *from = uri_at(image, image->segments +
				  (uint64_t)i * sizeof(*segment),
				  sizeof(*segment));

	if (!from)
		return false;
	memcpy(segment, from, sizeof(*segment));
	return segment->p_type == type;
}

/* What will lie at an address once it is loaded. */
static const void *uri_loaded(const struct uri_image *image, uint32_t address,
			      uint64_t size)
{
	Elf32_Phdr segment;

	for (unsigned int i = 0; i < image->segment_count; i++) {
		uint32_t at;

		if (!uri_segment(image, PT_LOAD, i, &segment) ||
		    address < segment.p_vaddr)
			continue;
		at = address - segment.p_vaddr;
		if (at < segment.p_filesz && size <= segment.p_filesz - at)
			return uri_at(image, (uint64_t)segment.p_offset + at, size);
	}
	return NULL;
}

/* The value of an entry of the dynamic section; 0 if there is none. */
static uint32_t uri_dynamic(const struct uri_image *image, int32_t tag)
{
	Elf32_Phdr segment;
	Elf32_Dyn entry;
	unsigned int i = 0;

	while (i < image->segment_count &&
	       !uri_segment(image, PT_DYNAMIC, i, &segment))
		i++;
	if (i == image->segment_count)
		return 0;

	for (uint32_t at = 0; at + sizeof(entry) <= segment.p_filesz;
	     at += sizeof(entry)) {
		const void *from = uri_at(image, (uint64_t)segment.p_offset + at,
					  sizeof(entry));

		if (!from)
			return 0;
		memcpy(&entry, from, sizeof(entry));
		if (entry.d_tag == DT_NULL)
			return 0;
		if (entry.d_tag == tag)
			return entry.d_un.d_val;
	}
	return 0;
}

static bool uri_is_named(const struct uri_image *image, const Elf32_Sym *symbol,
			 uint32_t strings, const char *name)
{
	size_t size = strlen(name) + 1;
	const char *text = uri_loaded(image, strings + symbol->st_name, size);

	return symbol->st_shndx != SHN_UNDEF && text && !memcmp(text, name, size);
}

/* The bytes of an object of the file; NULL if it has none of that name. */
static const char *uri_find(const struct uri_image *image, const char *name,
			    uint32_t *size)
{
	uint32_t strings = uri_dynamic(image, DT_STRTAB);
	uint32_t table = uri_dynamic(image, DT_SYMTAB);
	/* Buckets, then chains: one for each symbol. */
	const uint8_t *hash = uri_loaded(image, uri_dynamic(image, DT_HASH), 8);
	uint32_t count = 0;
	Elf32_Sym symbol;

	if (hash)
		memcpy(&count, hash + 4, sizeof(count));
	for (uint32_t i = 0; i < count && i < URI_SYMBOLS_MAX; i++) {
		const void *from = uri_loaded(image, table + i * (uint32_t)sizeof(symbol),
					      sizeof(symbol));

		if (!from)
			return NULL;
		memcpy(&symbol, from, sizeof(symbol));
		if (!uri_is_named(image, &symbol, strings, name))
			continue;
		*size = symbol.st_size;
		return uri_loaded(image, symbol.st_value, symbol.st_size);
	}
	return NULL;
}

static int uri_load(struct uri_image *image, int fd)
{
	struct stat status;
	Elf32_Ehdr head;

	if (fstat(fd, &status) || status.st_size < (off_t)sizeof(head) ||
	    status.st_size > URI_FILE_MAX)
		return -EINVAL;
	image->size = (size_t)status.st_size;
	image->bytes = malloc(image->size);
	if (!image->bytes ||
	    pread(fd, image->bytes, image->size, 0) != (ssize_t)image->size)
		return -EINVAL;
	memcpy(&head, image->bytes, sizeof(head));
	if (memcmp(head.e_ident, ELFMAG, SELFMAG) ||
	    head.e_ident[EI_CLASS] != ELFCLASS32 ||
	    head.e_ident[EI_DATA] != ELFDATA2LSB ||
	    head.e_phentsize != sizeof(Elf32_Phdr))
		return -EINVAL;
	image->segments = head.e_phoff;
	image->segment_count = head.e_phnum < URI_SEGMENTS_MAX ?
			       head.e_phnum : URI_SEGMENTS_MAX;
	return 0;
}

/* Is it one, of the file libNAME_skel.so? */
static bool uri_is_right(const char *text, uint32_t size, const char *name)
{
	char start[320];
	int length = snprintf(start, sizeof(start), "file:///lib%s_skel.so?%s_skel",
			      name, name);

	if (length >= (int)sizeof(start) || size <= (uint32_t)length ||
	    text[size - 1] || strlen(text) != size - 1 ||
	    strncmp(text, start, (size_t)length))
		return false;
	for (; *text; text++) {
		if (*text <= ' ' || *text > '~')
			return false;
	}
	return true;
}

/**
 * qda_skel_uri() - the URI that a skeleton has for itself
 * @fd: the file, which may be anything
 * @name: NAME of libNAME_skel.so
 * @uri: where to put the URI
 * @size: bytes at @uri
 *
 * Return: 0; -ENOENT if the file has none that fits the name.
 */
int qda_skel_uri(int fd, const char *name, char *uri, size_t size)
{
	struct uri_image image = { 0 };
	char symbol[320];
	uint32_t length = 0;
	const char *text = NULL;
	int ret = -ENOENT;

	if (snprintf(symbol, sizeof(symbol), "%s_skel_handle_invoke_uri", name) >=
	    (int)sizeof(symbol))
		return -ENOENT;
	if (!uri_load(&image, fd))
		text = uri_find(&image, symbol, &length);
	if (text && length && length <= size && uri_is_right(text, length, name)) {
		memcpy(uri, text, length);
		ret = 0;
	}
	free(image.bytes);
	return ret;
}
