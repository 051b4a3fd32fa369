// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Damaged files. Whatever is in a file, opening it ends: with a module, with an
 * error and its text, or with a fault of the PD. What was damaged can be code, or
 * say where code goes, so that it may also run for ever: then the PD can be killed.
 */

#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

#define FUZZ_FILE_MAX		0x40000u
#define FUZZ_TIMEOUT_MS		15000

struct fuzz_file {
	uint8_t bytes[FUZZ_FILE_MAX];
	size_t size;
};

static struct fuzz_file fuzz_original;
static uint64_t fuzz_seed = 0x9e3779b97f4a7c15ull;
/* Why the last file was refused. */
static char fuzz_text[MAILBOX_TEXT_MAX];
static unsigned int fuzz_opened, fuzz_refused, fuzz_faulted, fuzz_spun;

static uint32_t fuzz_random(uint32_t below)
{
	fuzz_seed ^= fuzz_seed << 13;
	fuzz_seed ^= fuzz_seed >> 7;
	fuzz_seed ^= fuzz_seed << 17;
	return (uint32_t)(fuzz_seed >> 20) % below;
}

static bool fuzz_read(void)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/libprobe_skel.so", fixture_folder());
	file = fopen(path, "rb");
	if (!file)
		return false;
	fuzz_original.size = fread(fuzz_original.bytes, 1, FUZZ_FILE_MAX, file);
	fclose(file);
	return fuzz_original.size > sizeof(Elf32_Ehdr);
}

/*
 * Some damaged code trips an assertion of qemu-hexagon, which then aborts, or raises an
 * exception that it does not know, which ends it with status 1; a shell that is ready
 * has no such status.
 */
static bool fuzz_ended_emulator(int status)
{
	return (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) ||
	       (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE);
}

/* Open a file in a PD of its own; @must_refuse: it cannot be opened. */
static void fuzz_open(const struct fuzz_file *file, bool must_refuse)
{
	struct player *player = player_start(fixture_folder());
	int32_t result = 0;
	struct mailbox_request request = {.type = MAILBOX_OPEN};
	struct player_call call;

	player->file_name = "libprobe_skel.so";
	player->file = file->bytes;
	player->file_size = file->size;
	snprintf(player->slots[0]->text, MAILBOX_TEXT_MAX,
		 "file:///libprobe_skel.so?probe_skel_handle_invoke");
	player_request(player, request);
	if (player_wait(player, 0, &result, FUZZ_TIMEOUT_MS)) {
		if (result) {
			fuzz_refused++;
			memcpy(fuzz_text, player_text(player), sizeof(fuzz_text));
			TAP_EXPECT(player_text(player)[0] != '\0');
			TAP_EXPECT(memchr(player_text(player), 0, MAILBOX_TEXT_MAX) != NULL);
		} else {
			fuzz_opened++;
			TAP_EXPECT(!must_refuse);
			call = player_call(player, 1, player->answers[0].value, PROBE_ECHO);
			player_in(&call, "x", 1, 0);
			player_out(&call, 1, 0);
			player_send(&call);
			player_wait(player, 1, &result, FUZZ_TIMEOUT_MS);
		}
	} else if (player->ended) {
		fuzz_faulted++;
		TAP_EXPECT(!must_refuse);
		TAP_EXPECT(player->has_fault || fuzz_ended_emulator(player->status));
	} else {
		fuzz_spun++;
		TAP_EXPECT(!must_refuse);
	}
	player_stop(player);
}

/* Shorter files: every length of the headers, then steps. None can be opened. */
static void test_truncated(void)
{
	static struct fuzz_file file;
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)fuzz_original.bytes;
	const Elf32_Phdr *segment = (const Elf32_Phdr *)(fuzz_original.bytes + header->e_phoff);
	size_t needed = 0;

	for (int i = 0; i < header->e_phnum; i++)
		if (segment[i].p_type == PT_LOAD &&
		    segment[i].p_offset + segment[i].p_filesz > needed)
			needed = segment[i].p_offset + segment[i].p_filesz;
	for (size_t i = 0; i < 40; i++) {
		file = fuzz_original;
		file.size = i < 16 ? i * 17 : needed * (i - 15) / 25;
		if (file.size >= needed)
			file.size = needed - 1;
		fuzz_open(&file, true);
	}
}

/* One byte of the headers or of the tables, or anywhere. */
static void test_one_byte(void)
{
	static struct fuzz_file file;

	for (int i = 0; i < 110; i++) {
		size_t offset = i < 60 ? fuzz_random(0x174) : fuzz_random(fuzz_original.size);

		file = fuzz_original;
		file.bytes[offset] ^= (uint8_t)(1 + fuzz_random(255));
		fuzz_open(&file, false);
	}
}

/* Many bytes. */
static void test_many_bytes(void)
{
	static struct fuzz_file file;

	for (int i = 0; i < 50; i++) {
		size_t start = fuzz_random(fuzz_original.size - 256);

		file = fuzz_original;
		for (int j = 0; j < 64; j++)
			file.bytes[start + fuzz_random(256)] = (uint8_t)fuzz_random(256);
		fuzz_open(&file, false);
	}
}

/* Where the dynamic segment is, words are replaced by what is far out. */
static void test_dynamic(void)
{
	static const uint32_t extremes[] = {
		0, 1, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 0x10000,
	};
	static struct fuzz_file file;
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)fuzz_original.bytes;
	const Elf32_Phdr *segment = (const Elf32_Phdr *)(fuzz_original.bytes + header->e_phoff);

	while (segment->p_type != PT_DYNAMIC)
		segment++;
	for (uint32_t i = 0; i < 60; i++) {
		uint32_t word = extremes[i % 8];
		size_t offset = segment->p_offset +
				fuzz_random(segment->p_filesz / 8) * 8 + (i % 5 ? 4 : 0);

		file = fuzz_original;
		memcpy(file.bytes + offset, &word, sizeof(word));
		fuzz_open(&file, false);
	}
}

static Elf32_Phdr *fuzz_segment(struct fuzz_file *file, uint32_t type)
{
	Elf32_Ehdr *header = (Elf32_Ehdr *)file->bytes;
	Elf32_Phdr *segment = (Elf32_Phdr *)(file->bytes + header->e_phoff);

	while (segment->p_type != type)
		segment++;
	return segment;
}

/* A table that the dynamic segment names; what is of memory lies in the file in order. */
static void *fuzz_table(struct fuzz_file *file, int32_t tag)
{
	Elf32_Phdr *segment = fuzz_segment(file, PT_DYNAMIC);
	Elf32_Dyn *entry = (Elf32_Dyn *)(file->bytes + segment->p_offset);

	while (entry->d_tag != tag)
		entry++;
	return file->bytes + entry->d_un.d_ptr;
}

static void fuzz_expect(const struct fuzz_file *file, const char *text)
{
	fuzz_text[0] = '\0';
	fuzz_open(file, true);
	if (!TAP_EXPECT(strstr(fuzz_text, text) != NULL))
		printf("# %s, want %s\n", fuzz_text, text);
}

/* What the loader does not do for a library it names: a library does not run without it. */
static void test_unknown(void)
{
	static struct fuzz_file file;
	Elf32_Dyn *entry;

	file = fuzz_original;
	fuzz_segment(&file, PT_PHDR)->p_type = 0x65a41be6;
	fuzz_expect(&file, "has a segment of type 0x65a41be6, which this DSP does not know");
	file = fuzz_original;
	entry = (Elf32_Dyn *)(file.bytes + fuzz_segment(&file, PT_DYNAMIC)->p_offset);
	while (entry->d_tag != DT_SONAME)
		entry++;
	entry->d_tag = 36;
	fuzz_expect(&file, "has 0x24 in its dynamic segment, which this DSP does not know");
	entry->d_tag = 0x7fffffff;
	fuzz_expect(&file, "has 0x7fffffff in its dynamic segment");
	entry->d_tag = DT_REL;
	fuzz_expect(&file, "has relocations without addends (REL)");
	file = fuzz_original;
	((Elf32_Rela *)fuzz_table(&file, DT_RELA))->r_info = ELF32_R_INFO(0, 32);
	fuzz_expect(&file, "has a relocation of type 32");
	file = fuzz_original;
	((Elf32_Sym *)fuzz_table(&file, DT_SYMTAB))[1].st_info = ELF32_ST_INFO(STB_GLOBAL, 10);
	fuzz_expect(&file, "as an indirect function (ifunc), which this DSP does not know");
}

/* A dynamic segment that gives no size ends with its last entry: so are files of old. */
static void test_dynamic_size(void)
{
	static struct fuzz_file file;
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)file.bytes;
	Elf32_Phdr *segment;

	file = fuzz_original;
	segment = (Elf32_Phdr *)(file.bytes + header->e_phoff);
	while (segment->p_type != PT_DYNAMIC)
		segment++;
	segment->p_filesz = segment->p_memsz = 0;
	fuzz_opened = 0;
	fuzz_open(&file, false);
	TAP_EQUAL(fuzz_opened, 1);
	/* And nowhere at all. */
	segment->p_vaddr = 0xf0000000;
	fuzz_open(&file, true);
}

/* A section of a kind; the file of the probe has all that are asked for. */
static const Elf32_Shdr *fuzz_section(uint32_t type)
{
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)fuzz_original.bytes;
	const Elf32_Shdr *section = (const Elf32_Shdr *)(fuzz_original.bytes + header->e_shoff);

	while (section->sh_type != type)
		section++;
	return section;
}

/* A relocation with the first symbol behind the last one. */
static void test_symbol_index(void)
{
	static struct fuzz_file file;
	const Elf32_Shdr *symbols = fuzz_section(SHT_DYNSYM), *relocations = fuzz_section(SHT_RELA);
	Elf32_Rela *rela = (Elf32_Rela *)(file.bytes + relocations->sh_offset);
	uint32_t count = symbols->sh_size / symbols->sh_entsize;
	char want[64];

	file = fuzz_original;
	while (!ELF32_R_SYM(rela->r_info))
		rela++;
	rela->r_info = ELF32_R_INFO(count, ELF32_R_TYPE(rela->r_info));
	fuzz_text[0] = '\0';
	fuzz_open(&file, true);
	snprintf(want, sizeof(want), "damaged: symbol %u", count);
	TAP_EXPECT(strstr(fuzz_text, want));
}

/* Files that are something else. */
static void test_other(void)
{
	static struct fuzz_file file;
	Elf32_Ehdr *header = (Elf32_Ehdr *)file.bytes;

	file.size = 0;
	fuzz_open(&file, true);
	file.size = 5000;
	fuzz_open(&file, true);
	strcpy((char *)file.bytes, "#!/bin/sh\necho hello\n");
	fuzz_open(&file, true);
	file = fuzz_original;
	header->e_machine = EM_AARCH64;
	fuzz_open(&file, true);
	file = fuzz_original;
	header->e_type = ET_EXEC;
	fuzz_open(&file, true);
	file = fuzz_original;
	header->e_ident[EI_CLASS] = ELFCLASS64;
	fuzz_open(&file, true);
	file = fuzz_original;
	header->e_phnum = 0;
	fuzz_open(&file, true);
	/* The version of the processor does not matter. */
	file = fuzz_original;
	header->e_flags = 0x75;
	fuzz_opened = 0;
	fuzz_open(&file, false);
	TAP_EQUAL(fuzz_opened, 1);
	printf("# all files: %u refused, %u faulted, %u ran for ever\n", fuzz_refused,
	       fuzz_faulted, fuzz_spun);
}

static const struct tap_test fuzz_cases[] = {
	{"truncated", test_truncated},
	{"one-byte", test_one_byte},
	{"many-bytes", test_many_bytes},
	{"dynamic", test_dynamic},
	{"unknown", test_unknown},
	{"dynamic-size", test_dynamic_size},
	{"symbol-index", test_symbol_index},
	{"other", test_other},
};

int main(void)
{
	if (!player_missing() && !fuzz_read()) {
		printf("Bail out! cannot read %s/libprobe_skel.so: run scripts/build-dsp\n",
		       fixture_folder());
		return 1;
	}
	/* Other damage than usual, to look for more. */
	if (getenv("QDA_DSP_SEED"))
		fuzz_seed += strtoull(getenv("QDA_DSP_SEED"), NULL, 0) << 20;
	return fixture_run(fuzz_cases, sizeof(fuzz_cases) / sizeof(fuzz_cases[0]));
}
