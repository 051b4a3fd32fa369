/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_RAM_H
#define VDSP_RAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct ram - the guest's RAM, shared with QEMU (or a byte array in a test)
 */
struct ram {
	/** @bytes: host address of the first byte */
	uint8_t *bytes;
	/** @phys: guest physical address of the first byte */
	uint64_t phys;
	/** @size: bytes */
	uint64_t size;
	/** @fd: the file, to be mapped by others; only after ram_open() */
	int fd;
};

int ram_open(struct ram *ram, const char *path, uint64_t phys, uint64_t size, bool keep,
	     char *error, size_t error_size);
void ram_close(struct ram *ram);

/**
 * ram_at() - Host address of guest physical memory.
 * @ram: the memory
 * @phys: guest physical address; any value
 * @len: bytes that must lie in the memory; any value
 *
 * Return: the address, or NULL if not all of the range is RAM.
 */
static inline void *ram_at(const struct ram *ram, uint64_t phys, uint64_t len)
{
	if (phys < ram->phys || phys - ram->phys > ram->size ||
	    len > ram->size - (phys - ram->phys))
		return NULL;
	return ram->bytes + (phys - ram->phys);
}

/*
 * Words that the guest reads or writes at the same time. Stores are ordered
 * after all earlier accesses, loads before all later ones.
 */
static inline uint32_t ram_load32(const void *p)
{
	return __atomic_load_n((const uint32_t *)p, __ATOMIC_ACQUIRE);
}

static inline uint64_t ram_load64(const void *p)
{
	return __atomic_load_n((const uint64_t *)p, __ATOMIC_ACQUIRE);
}

static inline void ram_store32(void *p, uint32_t value)
{
	__atomic_store_n((uint32_t *)p, value, __ATOMIC_RELEASE);
}

#endif /* VDSP_RAM_H */
