/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_ELF_FILE_H
#define QDA_ELF_FILE_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct qda_elf - a file for a Hexagon DSP, in memory
 */
struct qda_elf {
	/** @bytes: all of it */
	uint8_t *bytes;
	/** @size: how many */
	size_t size;
	/** @head: its header */
	Elf32_Ehdr head;
};

int qda_elf_load(struct qda_elf *elf, int fd);
void qda_elf_fini(struct qda_elf *elf);
const void *qda_elf_at(const struct qda_elf *elf, uint64_t offset, uint64_t size);
int qda_elf_segment(const struct qda_elf *elf, uint32_t type, unsigned int from,
		    Elf32_Phdr *segment);
const void *qda_elf_loaded(const struct qda_elf *elf, uint32_t address, uint64_t size);
uint32_t qda_elf_dynamic(const struct qda_elf *elf, int32_t tag);

#endif
