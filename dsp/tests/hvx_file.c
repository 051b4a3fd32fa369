// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes code into a library.
 */

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hvx_file.h"

#define HVX_FILE_MAX	0x40000u

static _Noreturn void hvx_file_die(const char *what)
{
	printf("Bail out! libhvx_skel.so: %s\n", what);
	exit(1);
}

/* A section of the file by its type. */
static const Elf32_Shdr *hvx_file_section(const struct hvx_file *file, uint32_t type)
{
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)file->bytes;
	const Elf32_Shdr *section = (const Elf32_Shdr *)(file->bytes + header->e_shoff);

	for (int i = 0; i < header->e_shnum; i++)
		if (section[i].sh_type == type)
			return &section[i];
	hvx_file_die("no such section");
}

/* Where in the file a loaded address lies. */
static size_t hvx_file_offset(const struct hvx_file *file, uint32_t address)
{
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)file->bytes;
	const Elf32_Phdr *segment = (const Elf32_Phdr *)(file->bytes + header->e_phoff);

	for (int i = 0; i < header->e_phnum; i++)
		if (segment[i].p_type == PT_LOAD && address >= segment[i].p_vaddr &&
		    address - segment[i].p_vaddr < segment[i].p_filesz)
			return segment[i].p_offset + address - segment[i].p_vaddr;
	hvx_file_die("the slots are in no segment");
}

static void hvx_file_find_slots(struct hvx_file *file)
{
	const Elf32_Ehdr *header = (const Elf32_Ehdr *)file->bytes;
	const Elf32_Shdr *table = hvx_file_section(file, SHT_DYNSYM);
	const Elf32_Shdr *names = (const Elf32_Shdr *)(file->bytes + header->e_shoff) +
				  table->sh_link;
	const Elf32_Sym *symbol = (const Elf32_Sym *)(file->bytes + table->sh_offset);

	for (uint32_t i = 0; i < table->sh_size / sizeof(*symbol); i++)
		if (!strcmp((char *)file->bytes + names->sh_offset + symbol[i].st_name,
			    "hvx_slots")) {
			file->slots = symbol[i].st_value;
			file->slots_offset = hvx_file_offset(file, file->slots);
			return;
		}
	hvx_file_die("it has no slots");
}

/* @isa: what the file says that it was compiled for. */
struct hvx_file *hvx_file_read(uint8_t isa)
{
	struct hvx_file *file = calloc(1, sizeof(*file));
	char path[512];
	FILE *stream;

	snprintf(path, sizeof(path), "%s/libhvx_skel.so", fixture_folder());
	stream = fopen(path, "rb");
	if (!file || !stream)
		hvx_file_die("not there: run scripts/build-dsp");
	file->bytes = malloc(HVX_FILE_MAX);
	file->size = file->bytes ? fread(file->bytes, 1, HVX_FILE_MAX, stream) : 0;
	fclose(stream);
	if (file->size < sizeof(Elf32_Ehdr))
		hvx_file_die("too short");
	((Elf32_Ehdr *)file->bytes)->e_flags = isa;
	hvx_file_find_slots(file);
	return file;
}

void hvx_file_free(struct hvx_file *file)
{
	free(file->bytes);
	free(file);
}

/* The code of a slot, at its start. */
void hvx_file_put(struct hvx_file *file, uint32_t slot, const uint32_t *words, uint32_t count)
{
	memcpy(file->bytes + file->slots_offset + slot * HVX_SLOT_WORDS * 4, words, count * 4);
}

/* The address of a slot in the file. */
uint32_t hvx_file_slot(const struct hvx_file *file, uint32_t slot)
{
	return file->slots + slot * HVX_SLOT_WORDS * 4;
}

/* A shell whose client has this file. */
struct player *hvx_file_start(const struct hvx_file *file)
{
	struct player *player = player_start(fixture_folder());

	player->file_name = "libhvx_skel.so";
	player->file = file->bytes;
	player->file_size = file->size;
	return player;
}
