// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Skeletons: the shared objects that a DSP loads, as files of this machine.
 * They say for which Hexagon they are, and may name their methods in ELF notes
 * of owner "qda", type 1. A note is NUL-terminated texts "NUMBER NAME[ ARG]...".
 * Nothing here is needed to load one, so what is damaged is just not known.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_file.h"
#include "skel.h"

#define SKEL_MACH		0x3ffu	/* of e_flags: 0x68 is v68 */
#define SKEL_NOTES_MAX		(1u << 17)	/* bytes of a segment */
#define SKEL_METHODS_MAX	(1u << 16)	/* bytes of all texts */
#define SKEL_NAME_MAX		63

#define SKEL_NOTE_METHODS	1
static const char skel_owner[] = "qda";

/* The number and the name of a method's text; 0 if it is none. */
static unsigned int skel_split(const char *text, const char **name,
			       size_t *length)
{
	unsigned int number = 0;
	int digits = 0;

	for (; *text >= '0' && *text <= '9' && digits < 2; digits++)
		number = number * 10 + (unsigned int)(*text++ - '0');
	if (!digits || *text++ != ' ' || number < 2 || number > 31)
		return 0;
	*name = text;
	*length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
			       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	if (!*length || *length > SKEL_NAME_MAX ||
	    (*text >= '0' && *text <= '9') ||
	    (text[*length] && text[*length] != ' '))
		return 0;
	return number;
}

/* Are these texts, all with an end, a number and a name? */
static bool skel_check(const char *texts, size_t size)
{
	const char *name;
	size_t length;

	if (!size || texts[size - 1])
		return false;
	for (size_t i = 0; i < size; i++) {
		if (texts[i] && (texts[i] < ' ' || texts[i] > '~'))
			return false;
	}
	for (size_t at = 0; at < size; at += strlen(texts + at) + 1) {
		if (!skel_split(texts + at, &name, &length))
			return false;
	}
	return true;
}

static void skel_add(struct qda_skel *skel, const char *texts, size_t size)
{
	char *grown;

	if (size > SKEL_METHODS_MAX - skel->size || !skel_check(texts, size))
		return;
	grown = realloc(skel->methods, skel->size + size);
	if (!grown)
		return;
	memcpy(grown + skel->size, texts, size);
	skel->methods = grown;
	skel->size += size;
}

static uint64_t skel_aligned(uint64_t size)
{
	return (size + 3) & ~UINT64_C(3);
}

/* Walks the notes of one segment. */
static void skel_notes(struct qda_skel *skel, const char *notes, size_t size)
{
	Elf32_Nhdr note;
	uint64_t at = 0;

	while (size - at >= sizeof(note)) {
		uint64_t desc;

		memcpy(&note, notes + at, sizeof(note));
		at += sizeof(note);
		desc = at + skel_aligned(note.n_namesz);
		if (desc > size || note.n_descsz > size - desc)
			return;
		if (note.n_type == SKEL_NOTE_METHODS &&
		    note.n_namesz == sizeof(skel_owner) &&
		    !memcmp(notes + at, skel_owner, sizeof(skel_owner)))
			skel_add(skel, notes + desc, note.n_descsz);
		at = desc + skel_aligned(note.n_descsz);
		if (at > size)
			return;
	}
}

static void skel_segment(struct qda_skel *skel, const struct qda_elf *elf,
			 const Elf32_Phdr *segment)
{
	const char *notes = qda_elf_at(elf, segment->p_offset, segment->p_filesz);

	if (notes && segment->p_filesz <= SKEL_NOTES_MAX)
		skel_notes(skel, notes, segment->p_filesz);
}

/* 0x68 is written as 68; the first versions were counted 2, 3, 4, 5. */
static uint32_t skel_isa(uint32_t flags)
{
	uint32_t mach = flags & SKEL_MACH;

	return (mach >> 8) * 100 + (mach >> 4 & 0xf) * 10 + (mach & 0xf);
}

/**
 * qda_skel_read() - read what a file says about itself
 * @skel: where to put it; nothing if it is no file for a Hexagon DSP
 * @path: the file
 */
void qda_skel_read(struct qda_skel *skel, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	Elf32_Phdr segment;
	struct qda_elf elf;

	memset(skel, 0, sizeof(*skel));
	if (fd < 0)
		return;
	if (!qda_elf_load(&elf, fd)) {
		skel->isa = skel_isa(elf.head.e_flags);
		for (int i = qda_elf_segment(&elf, PT_NOTE, 0, &segment); i >= 0;
		     i = qda_elf_segment(&elf, PT_NOTE, (unsigned int)i + 1, &segment))
			skel_segment(skel, &elf, &segment);
		qda_elf_fini(&elf);
	}
	close(fd);
}

/**
 * qda_skel_fini() - free what was read
 * @skel: the skeleton
 */
void qda_skel_fini(struct qda_skel *skel)
{
	free(skel->methods);
	memset(skel, 0, sizeof(*skel));
}

/**
 * qda_skel_text() - the text of a method
 * @skel: the skeleton
 * @index: 0 for the first method that the file names
 *
 * Return: "NUMBER NAME[ ARG]...", or NULL.
 */
const char *qda_skel_text(const struct qda_skel *skel, unsigned int index)
{
	for (size_t at = 0; at < skel->size;
	     at += strlen(skel->methods + at) + 1) {
		if (!index--)
			return skel->methods + at;
	}
	return NULL;
}

/**
 * qda_skel_method() - the number of a method
 * @skel: the skeleton
 * @name: its name
 *
 * Return: the number, or -ENOENT.
 */
int qda_skel_method(const struct qda_skel *skel, const char *name)
{
	const char *text, *found;
	unsigned int number;
	size_t length;

	for (unsigned int i = 0; (text = qda_skel_text(skel, i)); i++) {
		number = skel_split(text, &found, &length);
		if (number && strlen(name) == length &&
		    !memcmp(name, found, length))
			return (int)number;
	}
	return -ENOENT;
}
