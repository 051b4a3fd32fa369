// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/*
 * The DSP's firmware file: an ELF32 with one relocatable segment, all in one
 * file (no .bNN pieces), as drivers/soc/qcom/mdt_loader.c loads it, and an
 * empty .resource_table, which the sc7280-adsp-pil insists on. The segment
 * holds a magic text that the vDSP looks for through the SMMU, and behind it the name
 * of a build: FastRPC's user space looks for one in the firmware and in the file of the
 * PDs' shell, and compares them.
 */

#include "board.h"
#include "tool.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#define FIRMWARE_RELOCATABLE	(1u << 27)	/* QCOM_MDT_RELOCATABLE */
#define FIRMWARE_PAGE		0x1000u

static const char firmware_names[] = "\0.resource_table\0.shstrtab";

/* struct firmware_file - The file, byte for byte. */
struct firmware_file {
	Elf32_Ehdr elf;
	Elf32_Phdr segment;
	Elf32_Shdr sections[3];
	struct {
		uint32_t version;	/* 1 */
		uint32_t entries;	/* 0 */
		uint32_t reserved[2];
	} resources;
	char names[sizeof(firmware_names)];
	_Alignas(FIRMWARE_PAGE) char load[FIRMWARE_PAGE];
};

_Static_assert(sizeof(struct firmware_file) == 2 * FIRMWARE_PAGE, "header, then one page");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is little endian");

/**
 * board_write_firmware() - Write the firmware file of a DSP.
 * @out: where to
 *
 * Return: 0 or -EIO.
 */
int board_write_firmware(const struct board_dsp *dsp, FILE *out)
{
	static struct firmware_file f;
	const size_t names = offsetof(struct firmware_file, names);
	const size_t resources = offsetof(struct firmware_file, resources);

	memset(&f, 0, sizeof(f));
	memcpy(f.elf.e_ident, ELFMAG, SELFMAG);
	f.elf.e_ident[EI_CLASS] = ELFCLASS32;
	f.elf.e_ident[EI_DATA] = ELFDATA2LSB;
	f.elf.e_ident[EI_VERSION] = EV_CURRENT;
	f.elf.e_type = ET_EXEC;
	f.elf.e_machine = EM_QDSP6;
	f.elf.e_version = EV_CURRENT;
	f.elf.e_entry = (Elf32_Addr)dsp->memory.base;
	f.elf.e_phoff = offsetof(struct firmware_file, segment);
	f.elf.e_shoff = offsetof(struct firmware_file, sections);
	f.elf.e_ehsize = sizeof(f.elf);
	f.elf.e_phentsize = sizeof(f.segment);
	f.elf.e_phnum = 1;
	f.elf.e_shentsize = sizeof(f.sections[0]);
	f.elf.e_shnum = 3;
	f.elf.e_shstrndx = 2;

	f.segment.p_type = PT_LOAD;
	f.segment.p_offset = offsetof(struct firmware_file, load);
	f.segment.p_vaddr = (Elf32_Addr)dsp->memory.base;
	f.segment.p_paddr = (Elf32_Addr)dsp->memory.base;
	f.segment.p_filesz = FIRMWARE_PAGE;
	f.segment.p_memsz = FIRMWARE_PAGE;
	f.segment.p_flags = PF_R | PF_W | PF_X | FIRMWARE_RELOCATABLE;
	f.segment.p_align = FIRMWARE_PAGE;

	f.sections[1] = (Elf32_Shdr){
		.sh_name = 1, .sh_type = SHT_PROGBITS, .sh_addralign = 4,
		.sh_offset = (Elf32_Off)resources, .sh_size = sizeof(f.resources),
	};
	f.sections[2] = (Elf32_Shdr){
		.sh_name = 1 + sizeof(".resource_table"), .sh_type = SHT_STRTAB,
		.sh_addralign = 1, .sh_offset = (Elf32_Off)names, .sh_size = sizeof(f.names),
	};
	f.resources.version = 1;
	memcpy(f.names, firmware_names, sizeof(f.names));
	memcpy(f.load, BOARD_FIRMWARE_MAGIC, sizeof(BOARD_FIRMWARE_MAGIC));
	memcpy(f.load + BOARD_FIRMWARE_FIELD, dsp->label, sizeof(dsp->label));
	snprintf(f.load + 2 * BOARD_FIRMWARE_FIELD, FIRMWARE_PAGE - 2 * BOARD_FIRMWARE_FIELD,
		 "/vdsp/CRMBuilds/VDSP.%s.1.0-00001-QDA-1/", dsp->label);

	return fwrite(&f, sizeof(f), 1, out) == 1 ? 0 : -EIO;
}
