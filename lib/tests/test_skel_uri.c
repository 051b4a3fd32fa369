// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The URI that a skeleton has for itself, found by its symbol; also if the file
 * is damaged.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "skel.h"
#include "tap.h"

#define OWN	"file:///liba_skel.so?a_skel_handle_invoke&_modver=1.0&_idlver=1.2.3"
#define BASE	0x4000u		/* address of the first byte of the file */

/* A library with one segment, whose second symbol is the URI. */
static struct library {
	Elf32_Ehdr head;
	Elf32_Phdr load, dynamic;
	Elf32_Dyn entries[4];
	uint32_t hash[4];
	Elf32_Sym symbols[2];
	char strings[64];
	char uri[128];
} elf;

static char found[256];

#define AT(member)	(BASE + (uint32_t)offsetof(struct library, member))

static void make(const char *symbol, const char *text)
{
	memset(&elf, 0, sizeof(elf));
	memcpy(elf.head.e_ident, ELFMAG, SELFMAG);
	elf.head.e_ident[EI_CLASS] = ELFCLASS32;
	elf.head.e_ident[EI_DATA] = ELFDATA2LSB;
	elf.head.e_machine = 164;
	elf.head.e_phoff = offsetof(struct library, load);
	elf.head.e_phentsize = sizeof(Elf32_Phdr);
	elf.head.e_phnum = 2;
	elf.load = (Elf32_Phdr){
		.p_type = PT_LOAD, .p_vaddr = BASE,
		.p_filesz = sizeof(elf), .p_memsz = sizeof(elf),
	};
	elf.dynamic = (Elf32_Phdr){
		.p_type = PT_DYNAMIC, .p_offset = offsetof(struct library, entries),
		.p_filesz = sizeof(elf.entries),
	};
	elf.entries[0] = (Elf32_Dyn){ DT_HASH, { AT(hash) } };
	elf.entries[1] = (Elf32_Dyn){ DT_SYMTAB, { AT(symbols) } };
	elf.entries[2] = (Elf32_Dyn){ DT_STRTAB, { AT(strings) } };
	elf.hash[1] = 2;
	strcpy(elf.strings + 1, symbol);
	strcpy(elf.uri, text);
	elf.symbols[1] = (Elf32_Sym){
		.st_name = 1, .st_value = AT(uri), .st_size = (uint32_t)strlen(text) + 1,
		.st_shndx = 1,
	};
}

static int look(const char *name, size_t size, size_t room)
{
	int fd, ret;

	folder_make();
	folder_bytes("liba_skel.so", &elf, size);
	fd = open(folder_path("liba_skel.so"), O_RDONLY | O_CLOEXEC);
	memset(found, 0, sizeof(found));
	ret = qda_skel_uri(fd, name, found, room);
	close(fd);
	folder_remove();
	return ret;
}

static int find(void)
{
	return look("a", sizeof(elf), sizeof(found));
}

/* The text of the symbol, all of it. */
static void own(void)
{
	make("a_skel_handle_invoke_uri", OWN);
	TAP_EXPECT(!find());
	TAP_EXPECT(!strcmp(found, OWN));
	TAP_EXPECT(!look("a", sizeof(elf), sizeof(OWN)));
	TAP_EXPECT(look("a", sizeof(elf), sizeof(OWN) - 1) == -ENOENT);
	TAP_EXPECT(look("b", sizeof(elf), sizeof(found)) == -ENOENT);
}

/* No such symbol, or one that the library only imports. */
static void none(void)
{
	make("a_skel_handle_invoke", OWN);
	TAP_EXPECT(find() == -ENOENT);
	make("a_skel_handle_invoke_uri", OWN);
	elf.symbols[1].st_shndx = SHN_UNDEF;
	TAP_EXPECT(find() == -ENOENT);
	make("a_skel_handle_invoke_uri", OWN);
	elf.hash[1] = 1;
	TAP_EXPECT(find() == -ENOENT);
	/* Behind the end of the table: what is there means nothing. */
	make("a_skel_handle_invoke_uri", OWN);
	elf.entries[3] = elf.entries[0];
	elf.entries[0].d_tag = DT_NULL;
	TAP_EXPECT(find() == -ENOENT);
}

/* Texts that are no URI of this file. */
static void wrong_texts(void)
{
	static const char *const texts[] = {
		"", "file:///liba_skel.so", "file:///libb_skel.so?b_skel_handle_invoke",
		"file:///../liba_skel.so?a_skel_handle_invoke",
		"file:///liba_skel.so?a_skel_handle_invoke&_modver=1.0 x",
		"file:///liba_skel.so?a_skel_handle_invoke\n",
		"file:///liba_skel.so?a_skel_handle_invoke\x80",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		make("a_skel_handle_invoke_uri", texts[i]);
		TAP_EXPECT(find() == -ENOENT);
	}
	make("a_skel_handle_invoke_uri", OWN);
	elf.symbols[1].st_size--;
	TAP_EXPECT(find() == -ENOENT);
	elf.symbols[1].st_size += 2;
	TAP_EXPECT(find() == -ENOENT);
}

/* Addresses and counts that lead out of the file. */
static void wild(void)
{
	uint32_t *const words[] = {
		&elf.head.e_phoff, &elf.load.p_vaddr, &elf.load.p_offset,
		&elf.dynamic.p_offset, &elf.entries[0].d_un.d_val,
		&elf.entries[1].d_un.d_val, &elf.entries[2].d_un.d_val,
		&elf.symbols[1].st_name, &elf.symbols[1].st_value, &elf.symbols[1].st_size,
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		make("a_skel_handle_invoke_uri", OWN);
		*words[i] = 0xfffffff0;
		TAP_EXPECT(find() == -ENOENT);
	}
	/* More symbols than there are: what is there is found. No file has so many segments. */
	make("a_skel_handle_invoke_uri", OWN);
	elf.hash[1] = 0xffffffff;
	TAP_EXPECT(!find());
	elf.head.e_phnum = 0xffff;
	TAP_EXPECT(find() == -ENOENT);
}

/* A file cut at each place, and each byte of it changed: nothing breaks. */
static void mutated(void)
{
	unsigned int known = 0;

	make("a_skel_handle_invoke_uri", OWN);
	for (size_t size = 0; size <= sizeof(elf); size += 3)
		known += !look("a", size, sizeof(found));
	TAP_EXPECT(known > 0 && known < 60);
	for (size_t at = 0; at < sizeof(elf); at++) {
		make("a_skel_handle_invoke_uri", OWN);
		((uint8_t *)&elf)[at] ^= 0x81;
		if (!find())
			TAP_EXPECT(!strncmp(found, "file:///liba_skel.so?a_skel", 27));
	}
}

static const struct tap_test tests[] = {
	TAP_TEST(own),
	TAP_TEST(none),
	TAP_TEST(wrong_texts),
	TAP_TEST(wild),
	TAP_TEST(mutated),
};

TAP_MAIN(tests)
