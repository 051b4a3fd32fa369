// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What qda doctor finds out about files for the DSP: the folders where they are
 * looked for, and a skeleton, by reading it and by having the DSP load it.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor.h"
#include "qda.h"

#define SKELETON_MACHINE	164
#define SKELETON_MACH		0x3ffu	/* of e_flags: 0x68 is v68 */
#define SKELETON_NAME		64

/**
 * struct skeleton - a file, as it lies in memory
 */
struct skeleton {
	/** @bytes: all of it */
	const unsigned char *bytes;
	/** @size: their number */
	size_t size;
	/** @head: its header, once it is one */
	Elf32_Ehdr head;
	/** @name: NAME of libNAME_skel.so */
	char name[SKELETON_NAME];
};

static bool skeleton_has(const struct skeleton *skeleton, uint64_t offset, uint64_t size)
{
	return offset <= skeleton->size && size <= skeleton->size - offset;
}

/* A header of a section; one of type SHT_NULL if it is not there. */
static Elf32_Shdr skeleton_section(const struct skeleton *skeleton, unsigned int index)
{
	uint64_t at = skeleton->head.e_shoff + (uint64_t)index * sizeof(Elf32_Shdr);
	Elf32_Shdr section = { 0 };

	if (index < skeleton->head.e_shnum && skeleton_has(skeleton, at, sizeof(section)))
		memcpy(&section, skeleton->bytes + at, sizeof(section));
	if (section.sh_type != SHT_NOBITS &&
	    !skeleton_has(skeleton, section.sh_offset, section.sh_size))
		memset(&section, 0, sizeof(section));
	return section;
}

/* A text of a table of texts, "" if it is not there or does not end. */
static const char *skeleton_string(const struct skeleton *skeleton,
				   const Elf32_Shdr *table, uint32_t at)
{
	const char *text = (const char *)skeleton->bytes + table->sh_offset + at;

	if (table->sh_type != SHT_STRTAB || at >= table->sh_size ||
	    !memchr(text, '\0', table->sh_size - at))
		return "";
	return text;
}

/* Is it a function, or one of the wanted names, that the file defines? */
static bool skeleton_defines(const struct skeleton *skeleton, const char *wanted)
{
	for (unsigned int i = 0; i < skeleton->head.e_shnum; i++) {
		Elf32_Shdr section = skeleton_section(skeleton, i), names;

		if (section.sh_type != SHT_DYNSYM)
			continue;
		names = skeleton_section(skeleton, section.sh_link);
		for (uint32_t at = 0; at + sizeof(Elf32_Sym) <= section.sh_size;
		     at += sizeof(Elf32_Sym)) {
			Elf32_Sym symbol;

			memcpy(&symbol, skeleton->bytes + section.sh_offset + at, sizeof(symbol));
			if (symbol.st_shndx != SHN_UNDEF &&
			    !strcmp(skeleton_string(skeleton, &names, symbol.st_name), wanted))
				return true;
		}
	}
	return false;
}

static bool skeleton_has_section(const struct skeleton *skeleton, const char *name)
{
	Elf32_Shdr names = skeleton_section(skeleton, skeleton->head.e_shstrndx);

	for (unsigned int i = 0; i < skeleton->head.e_shnum; i++) {
		Elf32_Shdr section = skeleton_section(skeleton, i);

		if (section.sh_size &&
		    !strcmp(skeleton_string(skeleton, &names, section.sh_name), name))
			return true;
	}
	return false;
}

/* Whether a part of the file that is to be loaded lies behind its end. */
static bool skeleton_is_cut(const struct skeleton *skeleton)
{
	for (unsigned int i = 0; i < skeleton->head.e_phnum; i++) {
		uint64_t at = skeleton->head.e_phoff + (uint64_t)i * sizeof(Elf32_Phdr);
		Elf32_Phdr segment;

		if (!skeleton_has(skeleton, at, sizeof(segment)))
			return true;
		memcpy(&segment, skeleton->bytes + at, sizeof(segment));
		if (segment.p_type == PT_LOAD &&
		    !skeleton_has(skeleton, segment.p_offset, segment.p_filesz))
			return true;
	}
	return !skeleton->head.e_phnum;
}

/* The file as a whole; false if nothing more can be said about it. */
static bool skeleton_see_file(struct doctor *doctor, struct skeleton *skeleton,
			      const char *file)
{
	const Elf32_Ehdr *head = &skeleton->head;
	struct doctor_link *link = doctor_add(doctor, "file", file, DOCTOR_MISSING);

	if (skeleton->size < sizeof(*head) || memcmp(skeleton->bytes, ELFMAG, SELFMAG)) {
		doctor_text(link, "it is no ELF file");
		doctor_remedy(link, "give the library that the compiler made");
		return false;
	}
	memcpy(&skeleton->head, skeleton->bytes, sizeof(*head));
	if (head->e_machine != SKELETON_MACHINE || head->e_ident[EI_CLASS] != ELFCLASS32) {
		doctor_text(link, "it is made for another machine (%u), not for Hexagon",
			    head->e_machine);
		doctor_remedy(link, "compile it with clang --target=hexagon-unknown-elf, as dsp/sdk/skel.mk does");
	} else if (head->e_type != ET_DYN) {
		doctor_text(link, "it is no shared library");
		doctor_remedy(link, "link it with -shared, as dsp/sdk/skel.mk does");
	} else if (skeleton_is_cut(skeleton)) {
		doctor_text(link, "its end is missing");
		doctor_remedy(link, "copy it again");
	} else {
		link->state = DOCTOR_OK;
		doctor_text(link, "a shared library for Hexagon, %zu bytes", skeleton->size);
		return true;
	}
	return false;
}

static void skeleton_see_isa(struct doctor *doctor, const struct skeleton *skeleton,
			     const char *file, uint32_t dsp)
{
	uint32_t flags = skeleton->head.e_flags & SKELETON_MACH;
	uint32_t isa = (flags >> 4) * 10 + (flags & 0xf);
	struct doctor_link *link;

	link = doctor_add(doctor, "ISA", file, dsp && isa > dsp ? DOCTOR_MISSING :
			  dsp && isa ? DOCTOR_OK : DOCTOR_UNSEEN);
	if (dsp)
		doctor_text(link, "it is made for Hexagon v%u, and this DSP is v%u", isa, dsp);
	else
		doctor_text(link, "it is made for Hexagon v%u; no DSP says what it is", isa);
	if (link->state == DOCTOR_MISSING)
		doctor_remedy(link, "compile it with -mv%u", dsp);
}

static void skeleton_see_code(struct doctor *doctor, const struct skeleton *skeleton,
			      const char *file)
{
	char handle[SKELETON_NAME + 32], plain[SKELETON_NAME + 32];
	bool orphans = skeleton_has_section(skeleton, ".ctors") ||
		       skeleton_has_section(skeleton, ".dtors");
	struct doctor_link *link;
	bool entry;

	snprintf(handle, sizeof(handle), "%s_skel_handle_invoke", skeleton->name);
	snprintf(plain, sizeof(plain), "%s_skel_invoke", skeleton->name);
	entry = skeleton_defines(skeleton, handle) || skeleton_defines(skeleton, plain);
	link = doctor_add(doctor, "entry", file, entry ? DOCTOR_OK : DOCTOR_MISSING);
	if (entry) {
		doctor_text(link, "it has the function that answers calls");
	} else {
		doctor_text(link, "it has no function %s that would answer calls", handle);
		doctor_remedy(link, "name it so: SKEL(%s, ...) of qda/skel.h, or 'interface %s' of an .idl",
			      skeleton->name, skeleton->name);
	}
	link = doctor_add(doctor, "constructors", file, orphans ? DOCTOR_MISSING : DOCTOR_OK);
	if (orphans) {
		doctor_text(link, "it has constructors or destructors that nothing would call");
		doctor_remedy(link, "compile it with -fuse-init-array, as dsp/sdk/skel.cfg does");
	} else {
		doctor_text(link, "none that would not run");
	}
}

/* The rest is for the DSP to say: symbols, relocations, instructions. */
static void skeleton_see_load(struct doctor *doctor, const struct skeleton *skeleton,
			      const char *file, const char *node)
{
	char text[QDA_TEXT_SIZE] = "", folder[PATH_MAX];
	struct qda_session *session = NULL;
	struct qda_module *module = NULL;
	struct qda_device *dev = NULL;
	struct doctor_link *link;
	int32_t result = 0;
	int ret;

	snprintf(folder, sizeof(folder), "%s", strchr(file, '/') ? file : "./");
	*(strrchr(folder, '/') + 1) = '\0';
	ret = qda_device_open(node, &dev);
	if (!ret)
		ret = qda_session_create(dev, QDA_SESSION_UNSIGNED, &session, NULL);
	if (ret) {
		link = doctor_add(doctor, "imports", file, DOCTOR_UNSEEN);
		doctor_text(link, "not tried: no process can be started");
	} else {
		ret = qda_session_set_path(session, folder);
		if (!ret)
			ret = qda_module_open(session, skeleton->name, &module, &result, text,
					      sizeof(text));
		link = doctor_add(doctor, "imports", file, ret ? DOCTOR_MISSING : DOCTOR_OK);
		if (ret) {
			doctor_text(link, "the DSP does not load it: %s",
				    text[0] ? text : result ? qda_result_text(result) :
				    qda_error_text(QDA_CONTEXT_MODULE, ret));
			doctor_remedy(link, text[0] ? "link what it lacks into it" :
				      "see qda log");
		} else {
			doctor_text(link, "the DSP has loaded it");
			qda_module_close(module);
		}
	}
	if (session)
		qda_session_close(session);
	if (dev)
		qda_device_close(dev);
}

/* NAME of FOLDER/libNAME_skel.so; false if it is called otherwise. */
static bool skeleton_take_name(struct skeleton *skeleton, const char *file)
{
	const char *base = strrchr(file, '/');
	size_t length;

	base = base ? base + 1 : file;
	length = strlen(base);
	if (length <= 11 || strncmp(base, "lib", 3) || strcmp(base + length - 8, "_skel.so") ||
	    length - 11 >= sizeof(skeleton->name))
		return false;
	snprintf(skeleton->name, sizeof(skeleton->name), "%.*s", (int)(length - 11), base + 3);
	return true;
}

static int skeleton_map(struct skeleton *skeleton, const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct stat status;
	int ret = 0;
	void *bytes;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status)) {
		ret = -errno;
	} else if (!S_ISREG(status.st_mode)) {
		ret = -EISDIR;
	} else if (status.st_size) {
		bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (bytes == MAP_FAILED) {
			ret = -errno;
		} else {
			skeleton->bytes = bytes;
			skeleton->size = (size_t)status.st_size;
		}
	}
	close(fd);
	return ret;
}

/**
 * doctor_see_skeleton() - look at a library for the DSP
 * @doctor: the chain
 * @file: its path
 * @dsp: who is to load it; NULL to read it only
 * @isa: the DSP's version of Hexagon, 0 if it is not known
 */
void doctor_see_skeleton(struct doctor *doctor, const char *file,
			 const struct doctor_dsp *dsp, uint32_t isa)
{
	struct skeleton skeleton = { 0 };
	struct doctor_link *link;
	int ret;

	if (!skeleton_take_name(&skeleton, file)) {
		link = doctor_add(doctor, "file", file, DOCTOR_MISSING);
		doctor_text(link, "no program finds a file of this name");
		doctor_remedy(link, "call it libNAME_skel.so");
	}
	ret = skeleton_map(&skeleton, file);
	if (ret) {
		link = doctor_add(doctor, "file", file, DOCTOR_MISSING);
		doctor_text(link, "it cannot be read: %s",
			    ret == -EISDIR ? "no regular file" : strerror(-ret));
		doctor_remedy(link, "give the path of a libNAME_skel.so that this user may read");
	} else if (skeleton_see_file(doctor, &skeleton, file)) {
		skeleton_see_isa(doctor, &skeleton, file, isa);
		skeleton_see_code(doctor, &skeleton, file);
		if (dsp && dsp->node[0] && skeleton.name[0])
			skeleton_see_load(doctor, &skeleton, file, dsp->node);
	}
	if (skeleton.bytes)
		munmap((void *)(uintptr_t)skeleton.bytes, skeleton.size);
}

static unsigned int skeleton_see_folder(struct doctor *doctor, const char *folder, bool named)
{
	struct doctor_link *link;
	struct stat status;
	char path[PATH_MAX];
	int error = 0;

	doctor_path(doctor, path, "%s", folder);
	if (stat(path, &status))
		error = errno;
	else if (!S_ISDIR(status.st_mode))
		error = ENOTDIR;
	else if (access(path, R_OK | X_OK))
		error = errno;
	if (!error || !named)
		return !error;
	link = doctor_add(doctor, "search path", "", DOCTOR_MISSING);
	doctor_text(link, "DSP_LIBRARY_PATH or ADSP_LIBRARY_PATH names %s: %s", folder,
		    strerror(error));
	doctor_remedy(link, "name folders that are there, with ':' between them");
	return 0;
}

/**
 * doctor_see_path() - look at the folders in which libraries for a DSP are looked for
 * @doctor: the chain
 */
void doctor_see_path(struct doctor *doctor)
{
	static const char *const variables[] = { "DSP_LIBRARY_PATH", "ADSP_LIBRARY_PATH" };
	static const char *const usual[] = { "/usr/lib/dsp" };
	unsigned int count = doctor->count, folders = 0;
	struct doctor_link *link;

	for (size_t i = 0; i < 2 && !doctor->root[0]; i++) {
		const char *value = getenv(variables[i]);
		char *list = strdup(value ? value : ""), *next = list;

		for (char *folder; list && (folder = strsep(&next, ":;")); ) {
			if (folder[0])
				folders += skeleton_see_folder(doctor, folder, true);
		}
		free(list);
	}
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		folders += skeleton_see_folder(doctor, usual[i], false);
	if (doctor->count != count)
		return;
	link = doctor_add(doctor, "search path", "", folders ? DOCTOR_OK : DOCTOR_DOUBT);
	doctor_text(link, folders ? "there are folders for libraries" :
		    "there is no folder for libraries");
	if (!folders)
		doctor_remedy(link, "make /usr/lib/dsp, set DSP_LIBRARY_PATH, or say qda call -p FOLDER");
}
