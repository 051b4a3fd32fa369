// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Files for a Hexagon DSP, read with care: any of them may be damaged, and each
 * offset and size that one states is checked against what there is.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_file.h"

/* What is larger can be opened all the same; it just is not looked into. */
#define ELF_FILE_MAX		(64 << 20)
#define ELF_EM_HEXAGON		164
#define ELF_SEGMENTS_MAX	256

static int elf_read(struct qda_elf *elf, int fd)
{
	struct stat status;

	if (fstat(fd, &status) || status.st_size < (off_t)sizeof(elf->head) ||
	    status.st_size > ELF_FILE_MAX)
		return -EINVAL;
	elf->size = (size_t)status.st_size;
	elf->bytes = malloc(elf->size);
	if (!elf->bytes)
		return -ENOMEM;
	if (pread(fd, elf->bytes, elf->size, 0) != (ssize_t)elf->size)
		return -EINVAL;
	memcpy(&elf->head, elf->bytes, sizeof(elf->head));
	if (memcmp(elf->head.e_ident, ELFMAG, SELFMAG) ||
	    elf->head.e_ident[EI_CLASS] != ELFCLASS32 ||
	    elf->head.e_ident[EI_DATA] != ELFDATA2LSB ||
	    elf->head.e_machine != ELF_EM_HEXAGON)
		return -EINVAL;
	return 0;
}

/**
 * qda_elf_load() - read a file
 * @elf: where to put it; nothing of it is set if this fails
 * @fd: the file, which may be anything
 *
 * Return: 0; -EINVAL if it is no file for a Hexagon DSP, or larger than 64 MiB;
 * -ENOMEM.
 */
int qda_elf_load(struct qda_elf *elf, int fd)
{
	int ret;

	memset(elf, 0, sizeof(*elf));
	ret = elf_read(elf, fd);
	if (ret)
		qda_elf_fini(elf);
	return ret;
}

/**
 * qda_elf_fini() - free what was read
 * @elf: the file
 */
void qda_elf_fini(struct qda_elf *elf)
{
	free(elf->bytes);
	memset(elf, 0, sizeof(*elf));
}

/**
 * qda_elf_at() - bytes of the file
 * @elf: the file
 * @offset: where they begin
 * @size: how many
 *
 * Return: the bytes, at any alignment; NULL if the file has not that many.
 */
const void *qda_elf_at(const struct qda_elf *elf, uint64_t offset, uint64_t size)
{
	if (offset > elf->size || size > elf->size - offset)
		return NULL;
	return elf->bytes + offset;
}

/**
 * qda_elf_segment() - find the next segment of a type
 * @elf: the file
 * @type: PT_LOAD, PT_NOTE ...
 * @from: number of the first segment to look at
 * @segment: where to put its program header
 *
 * Return: its number; -ENOENT if there is none, or more than 256 of any type.
 */
int qda_elf_segment(const struct qda_elf *elf, uint32_t type, unsigned int from,
		    Elf32_Phdr *segment)
{
	if (elf->head.e_phentsize != sizeof(*segment) || elf->head.e_phnum > ELF_SEGMENTS_MAX)
		return -ENOENT;
	for (unsigned int i = from; i < elf->head.e_phnum; i++) {
		const void *bytes = qda_elf_at(elf, elf->head.e_phoff +
					       (uint64_t)i * sizeof(*segment),
					       sizeof(*segment));

		if (!bytes)
			return -ENOENT;
		memcpy(segment, bytes, sizeof(*segment));
		if (segment->p_type == type)
			return (int)i;
	}
	return -ENOENT;
}

/**
 * qda_elf_loaded() - what will lie at an address once the file is loaded
 * @elf: the file
 * @address: the address, as the file counts them
 * @size: bytes there
 *
 * Return: the bytes in the file, or NULL.
 */
const void *qda_elf_loaded(const struct qda_elf *elf, uint32_t address, uint64_t size)
{
	Elf32_Phdr segment;

	for (int i = qda_elf_segment(elf, PT_LOAD, 0, &segment); i >= 0;
	     i = qda_elf_segment(elf, PT_LOAD, (unsigned int)i + 1, &segment)) {
		uint32_t at = address - segment.p_vaddr;

		if (address >= segment.p_vaddr && at < segment.p_filesz &&
		    size <= segment.p_filesz - at)
			return qda_elf_at(elf, (uint64_t)segment.p_offset + at, size);
	}
	return NULL;
}

/**
 * qda_elf_dynamic() - the value of an entry of the dynamic section
 * @elf: the file
 * @tag: DT_SYMTAB, DT_HASH ...
 *
 * Return: the value; 0 if there is none.
 */
uint32_t qda_elf_dynamic(const struct qda_elf *elf, int32_t tag)
{
	Elf32_Phdr segment;
	Elf32_Dyn entry;

	if (qda_elf_segment(elf, PT_DYNAMIC, 0, &segment) < 0)
		return 0;
	for (uint32_t at = 0; at + sizeof(entry) <= segment.p_filesz; at += sizeof(entry)) {
		const void *bytes = qda_elf_at(elf, (uint64_t)segment.p_offset + at,
					       sizeof(entry));

		if (!bytes)
			return 0;
		memcpy(&entry, bytes, sizeof(entry));
		if (entry.d_tag == DT_NULL || entry.d_tag == tag)
			return entry.d_tag == tag ? entry.d_un.d_val : 0;
	}
	return 0;
}
