// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Files for a DSP, whatever is in them: for libFuzzer. Each is written to memory that has
 * a descriptor, and read as the library reads the file of a module.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "elf_file.h"
#include "skel.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Every byte of what the reader promises is touched. */
static void elf_touch(const struct qda_elf *elf, const Elf32_Phdr *segment)
{
	const uint8_t *at = qda_elf_at(elf, segment->p_offset, segment->p_filesz);
	volatile uint8_t sum = 0;

	for (uint32_t i = 0; at && i < segment->p_filesz; i++)
		sum += at[i];
}

static void elf_read_all(int fd)
{
	Elf32_Phdr segment;
	struct qda_elf elf;

	if (qda_elf_load(&elf, fd))
		return;
	for (uint32_t type = PT_LOAD; type <= PT_NOTE; type++)
		for (int i = qda_elf_segment(&elf, type, 0, &segment); i >= 0;
		     i = qda_elf_segment(&elf, type, (unsigned int)i + 1, &segment))
			elf_touch(&elf, &segment);
	for (int32_t tag = 0; tag < 32; tag++)
		qda_elf_dynamic(&elf, tag);
	qda_elf_fini(&elf);
}

static void elf_read_skel(int fd)
{
	char path[64], uri[256];
	struct qda_skel skel;
	const char *text;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	qda_skel_read(&skel, path);
	for (unsigned int i = 0; (text = qda_skel_text(&skel, i)); i++)
		if (strlen(text) > skel.size)
			abort();
	qda_skel_method(&skel, "sum");
	qda_skel_fini(&skel);
	qda_skel_uri(fd, "sum", uri, sizeof(uri));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("elf", 0);
	if (ftruncate(fd, 0) || pwrite(fd, bytes, size, 0) != (ssize_t)size)
		abort();
	elf_read_all(fd);
	elf_read_skel(fd);
	return 0;
}
