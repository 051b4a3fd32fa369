/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_ELF_H
#define DSP_SHELL_ELF_H

/* The part of the ELF format, 32 bits, that shared objects for Hexagon use. */

#include <stdint.h>

#define ELF_MAGIC		0x464c457fu
#define ELF_CLASS_32		1
#define ELF_DATA_LITTLE		1
#define ELF_TYPE_DYN		3
#define ELF_MACHINE_HEXAGON	164

struct elf_header {
	uint32_t magic;
	uint8_t elf_class;
	uint8_t data;
	uint8_t version;
	uint8_t abi[9];
	uint16_t type;
	uint16_t machine;
	uint32_t file_version;
	uint32_t entry;
	uint32_t segments;
	uint32_t sections;
	uint32_t flags;
	uint16_t header_size;
	uint16_t segment_size;
	uint16_t segment_count;
	uint16_t section_size;
	uint16_t section_count;
	uint16_t names;
};

#define ELF_SEGMENT_LOAD	1
#define ELF_SEGMENT_DYNAMIC	2
#define ELF_SEGMENT_TLS		7
#define ELF_EXECUTE		1
#define ELF_WRITE		2

struct elf_segment {
	uint32_t type;
	uint32_t offset;
	uint32_t address;
	uint32_t physical;
	uint32_t file_size;
	uint32_t size;
	uint32_t flags;
	uint32_t align;
};

enum elf_tag {
	ELF_NEEDED = 1,
	ELF_PLTRELSZ = 2,
	ELF_HASH = 4,
	ELF_STRTAB = 5,
	ELF_SYMTAB = 6,
	ELF_RELA = 7,
	ELF_RELASZ = 8,
	ELF_STRSZ = 10,
	ELF_INIT = 12,
	ELF_FINI = 13,
	ELF_REL = 17,
	ELF_PLTREL = 20,
	ELF_JMPREL = 23,
	ELF_INIT_ARRAY = 25,
	ELF_FINI_ARRAY = 26,
	ELF_INIT_ARRAYSZ = 27,
	ELF_FINI_ARRAYSZ = 28,
	ELF_TAGS,
	ELF_GNU_HASH = 0x6ffffef5,
};

struct elf_dynamic {
	uint32_t tag;
	uint32_t value;
};

#define ELF_UNDEFINED		0
#define ELF_ABSOLUTE		0xfff1
#define ELF_BIND(info)		((info) >> 4)
#define ELF_BIND_WEAK		2
#define ELF_TYPE(info)		((info) & 0xf)
#define ELF_TYPE_FUNCTION	2
#define ELF_TYPE_TLS		6

struct elf_symbol {
	uint32_t name;
	uint32_t value;
	uint32_t size;
	uint8_t info;
	uint8_t other;
	uint16_t section;
};

struct elf_rela {
	uint32_t offset;
	uint32_t info;
	int32_t addend;
};

#define ELF_RELA_SYMBOL(info)	((info) >> 8)
#define ELF_RELA_TYPE(info)	((info) & 0xff)

enum elf_relocation {
	ELF_R_NONE = 0,
	ELF_R_32 = 6,
	ELF_R_16 = 7,
	ELF_R_8 = 8,
	ELF_R_32_PCREL = 31,
	ELF_R_GLOB_DAT = 33,
	ELF_R_JMP_SLOT = 34,
	ELF_R_RELATIVE = 35,
	ELF_R_DTPMOD_32 = 44,
	ELF_R_DTPREL_32 = 47,
};

#endif
