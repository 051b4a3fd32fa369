// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What this machine is.
 */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "machine.h"

/* "a\0b\0" and so on: the strings of the device tree's root. */
#define MACHINE_COMPATIBLE	"/proc/device-tree/compatible"

/**
 * machine_read() - read the first line of a small file
 * @path: the file
 * @text: where to put it, without what cannot be printed
 * @size: bytes at @text
 *
 * Return: whether there is something.
 */
bool machine_read(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t length = 0;
	int c;

	text[0] = '\0';
	if (!file)
		return false;

	/* The device tree's strings end with NUL, files in sysfs with \n. */
	while (length < size - 1 && (c = fgetc(file)) >= ' ')
		text[length++] = c < 0x7f ? (char)c : '?';
	text[length] = '\0';
	fclose(file);
	return length != 0;
}

/**
 * machine_model() - the board's name
 * @text: where to put it
 * @size: bytes at @text
 */
void machine_model(char *text, size_t size)
{
	if (!machine_read("/proc/device-tree/model", text, size))
		snprintf(text, size, "unknown (no device tree)");
}

/**
 * machine_kernel() - the running kernel: name, release, architecture
 * @text: where to put it
 * @size: bytes at @text
 */
void machine_kernel(char *text, size_t size)
{
	struct utsname name;

	if (uname(&name))
		snprintf(text, size, "unknown");
	else
		snprintf(text, size, "%s %s %s", name.sysname, name.release,
			 name.machine);
}

/**
 * machine_is_emulated() - is this QEMU's virtual board?
 *
 * Return: true if times measured here say nothing about silicon.
 */
bool machine_is_emulated(void)
{
	char compatible[256] = "";
	FILE *file = fopen(MACHINE_COMPATIBLE, "re");
	size_t size;

	if (!file)
		return false;

	size = fread(compatible, 1, sizeof(compatible) - 1, file);
	fclose(file);
	for (size_t i = 0; i < size; i += strlen(compatible + i) + 1) {
		if (!strcmp(compatible + i, "linux,dummy-virt"))
			return true;
	}
	return false;
}

/**
 * machine_memory() - memory that could be used without swapping
 *
 * Return: bytes; UINT64_MAX if the kernel does not tell.
 */
uint64_t machine_memory(void)
{
	unsigned long long kib;
	uint64_t bytes = UINT64_MAX;
	char line[128];
	FILE *file = fopen("/proc/meminfo", "re");

	if (!file)
		return bytes;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
			bytes = kib << 10;
	}
	fclose(file);
	return bytes;
}
