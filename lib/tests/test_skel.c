// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What a skeleton's file tells about itself, also if it is damaged.
 */
#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "skel.h"
#include "tap.h"

#define NOTES_AT	256
#define FILE_SIZE	4096

/* A file with one segment of notes. */
static struct {
	Elf32_Ehdr head;
	Elf32_Phdr segment;
	uint8_t bytes[FILE_SIZE - sizeof(Elf32_Ehdr) - sizeof(Elf32_Phdr)];
} elf;

static uint32_t notes_size;
static struct qda_skel skel;

static void put_note(const char *owner, uint32_t owner_size, uint32_t type,
		     const void *desc, uint32_t size)
{
	uint8_t *at = (uint8_t *)&elf + NOTES_AT + notes_size;
	Elf32_Nhdr note = { owner_size, size, type };

	memcpy(at, &note, sizeof(note));
	memcpy(at + sizeof(note), owner, owner_size);
	memcpy(at + sizeof(note) + ((owner_size + 3) & ~3u), desc, size);
	notes_size += (uint32_t)sizeof(note) + ((owner_size + 3) & ~3u) +
		      ((size + 3) & ~3u);
	elf.segment.p_filesz = notes_size;
}

static void make(void)
{
	memset(&elf, 0, sizeof(elf));
	notes_size = 0;
	memcpy(elf.head.e_ident, ELFMAG, SELFMAG);
	elf.head.e_ident[EI_CLASS] = ELFCLASS32;
	elf.head.e_ident[EI_DATA] = ELFDATA2LSB;
	elf.head.e_machine = 164;
	elf.head.e_flags = 0x68;
	elf.head.e_phoff = sizeof(elf.head);
	elf.head.e_phentsize = sizeof(Elf32_Phdr);
	elf.head.e_phnum = 1;
	elf.segment.p_type = PT_NOTE;
	elf.segment.p_offset = NOTES_AT;
}

static void read_size(size_t size)
{
	folder_make();
	folder_bytes("liba_skel.so", &elf, size);
	qda_skel_read(&skel, folder_path("liba_skel.so"));
	folder_remove();
}

static void methods(const char *desc, uint32_t size)
{
	make();
	put_note("qda", 4, 1, desc, size);
	read_size(sizeof(elf));
}

#define METHODS(text)	methods(text, sizeof(text))

/* The version as people write it. */
static void isa(void)
{
	static const struct {
		uint32_t flags;
		uint32_t isa;
	} cases[] = {
		{ 0x68, 68 }, { 0x8068, 68 }, { 0x75, 75 }, { 0x81, 81 },
		{ 0x4, 4 }, { 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make();
		elf.head.e_flags = cases[i].flags;
		read_size(sizeof(elf));
		TAP_EXPECT(skel.isa == cases[i].isa);
		TAP_EXPECT(!qda_skel_text(&skel, 0));
		qda_skel_fini(&skel);
	}
}

/* Methods by name, and their texts in order. */
static void by_name(void)
{
	METHODS("2 filter in:u32[4]:shape in:u8[] out:u8[]\0003 version\0"
		"31 last");
	TAP_EXPECT(qda_skel_method(&skel, "filter") == 2);
	TAP_EXPECT(qda_skel_method(&skel, "version") == 3);
	TAP_EXPECT(qda_skel_method(&skel, "last") == 31);
	TAP_EXPECT(qda_skel_method(&skel, "filt") == -ENOENT);
	TAP_EXPECT(qda_skel_method(&skel, "filters") == -ENOENT);
	TAP_EXPECT(qda_skel_method(&skel, "") == -ENOENT);
	TAP_EXPECT(!strcmp(qda_skel_text(&skel, 1), "3 version"));
	TAP_EXPECT(!strncmp(qda_skel_text(&skel, 0), "2 filter in:u32[4]", 18));
	TAP_EXPECT(!qda_skel_text(&skel, 3));
	qda_skel_fini(&skel);
	TAP_EXPECT(qda_skel_method(&skel, "filter") == -ENOENT);
}

/* Others' notes are left alone; several of ours are joined. */
static void several_notes(void)
{
	make();
	put_note("GNU", 4, 1, "abc", 4);
	put_note("qda", 4, 1, "2 one", 6);
	put_note("qda", 4, 2, "4 other", 8);
	put_note("qdaqda", 7, 1, "5 five", 7);
	put_note("qda", 4, 1, "3 two", 6);
	read_size(sizeof(elf));
	TAP_EXPECT(qda_skel_method(&skel, "one") == 2);
	TAP_EXPECT(qda_skel_method(&skel, "two") == 3);
	TAP_EXPECT(!qda_skel_text(&skel, 2));
	qda_skel_fini(&skel);
}

/* One thing wrong in the texts each: none of the note's is believed. */
static void wrong_texts(void)
{
	static const char *const texts[] = {
		"", "2", "2 ", " 2 a", "1 a", "32 a", "100 a", "x a", "2  a",
		"2 a-b", "2 a\n", "2 \033[31m", "2 9a", "2 a\x80", "-2 a",
		"2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		methods(texts[i], (uint32_t)strlen(texts[i]) + 1);
		TAP_EXPECT(!skel.methods && skel.isa == 68);
		qda_skel_fini(&skel);
	}
	methods("2 unended", 9);
	TAP_EXPECT(!skel.methods);
	qda_skel_fini(&skel);
	METHODS("2 good\0");
	TAP_EXPECT(!skel.methods);
	qda_skel_fini(&skel);
}

/* Something else than a file for a Hexagon DSP. */
static void other_files(void)
{
	METHODS("2 good");
	qda_skel_fini(&skel);
	elf.head.e_machine = EM_AARCH64;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.isa && !skel.methods);
	elf.head.e_machine = 164;
	elf.head.e_ident[EI_CLASS] = ELFCLASS64;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.isa && !skel.methods);
	qda_skel_read(&skel, "/nonexistent");
	TAP_EXPECT(!skel.isa && !skel.methods);
	qda_skel_read(&skel, "/");
	TAP_EXPECT(!skel.isa && !skel.methods);
}

/* Sizes and places that lead out of the file. */
static void damaged_heads(void)
{
	METHODS("2 good");
	qda_skel_fini(&skel);

	elf.segment.p_offset = 0xfffffff0;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.methods);
	elf.segment.p_offset = NOTES_AT;
	elf.segment.p_filesz = 0xffffffff;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.methods);
	elf.segment.p_filesz = notes_size;
	elf.head.e_phoff = 0xffffffff;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.methods);
	elf.head.e_phoff = sizeof(elf.head);
	elf.head.e_phnum = 0xffff;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.methods);
	elf.head.e_phnum = 1;
	elf.head.e_phentsize = 1;
	read_size(sizeof(elf));
	TAP_EXPECT(!skel.methods);
}

/* A file cut at each place, and each byte of it changed: nothing breaks. */
static void mutated(void)
{
	unsigned int known = 0;

	for (size_t size = 0; size < NOTES_AT + 64; size++) {
		METHODS("2 good\0003 better");
		qda_skel_fini(&skel);
		read_size(size);
		qda_skel_method(&skel, "good");
		known += skel.methods != NULL;
		qda_skel_fini(&skel);
	}
	TAP_EXPECT(known > 0 && known < 40);
	for (size_t at = 0; at < NOTES_AT + 64; at++) {
		for (unsigned int bit = 0; bit < 8; bit += 7) {
			METHODS("2 good\0003 better");
			qda_skel_fini(&skel);
			((uint8_t *)&elf)[at] ^= (uint8_t)(1u << bit);
			read_size(sizeof(elf));
			qda_skel_method(&skel, "good");
			qda_skel_fini(&skel);
		}
	}
}

static const struct tap_test tests[] = {
	TAP_TEST(isa),
	TAP_TEST(by_name),
	TAP_TEST(several_notes),
	TAP_TEST(wrong_texts),
	TAP_TEST(other_files),
	TAP_TEST(damaged_heads),
	TAP_TEST(mutated),
};

TAP_MAIN(tests)
