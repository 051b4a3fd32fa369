// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The heap: one run of blocks without gaps. Each block has a head that says how
 * long it and its left neighbour are, and whether it is free; free ones are
 * linked in lists by size, and two of them never lie side by side. The machine
 * gives memory when it is first touched.
 *
 * A head also tells what is wrong when code gives back what it does not have:
 * the PD ends then, as it does on a DSP.
 */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "os/export.h"
#include "os/heap.h"
#include "os/pages.h"
#include "os/panic.h"
#include "os/syscall.h"
#include "os/thread.h"

#define HEAP_ALIGN	16u
#define HEAP_USED	0x5ea1ed01u
#define HEAP_FREE	0xf4eeb10cu
#define HEAP_POISON	0xdeadbeefu
#define HEAP_BINS	32u

/* 16 bytes; the memory follows. Free blocks have their links there. */
struct heap_block {
	uint32_t state;
	uint32_t size;		/* bytes with the head, a multiple of HEAP_ALIGN */
	uint32_t left_size;	/* of the block before; 0: this is the first */
	uint32_t wanted;	/* bytes that were asked for */
};

struct heap_links {
	struct heap_block *next, *previous;
};

#define HEAP_SMALLEST	(sizeof(struct heap_block) + HEAP_ALIGN)

/* Protected by a lock of its own: the kernel lock is not held while memory is sought. */
static uint32_t heap_word;
static struct heap_block *heap_bins[HEAP_BINS];
static uint64_t heap_used, heap_most_used, heap_blocks_used;

static void heap_lock(void)
{
	uint32_t old = 0;

	if (__atomic_compare_exchange_n(&heap_word, &old, 1, 0, __ATOMIC_ACQUIRE,
					__ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(&heap_word, 2, __ATOMIC_ACQUIRE))
		syscall_futex_wait(&heap_word, 2, NULL);
}

static void heap_unlock(void)
{
	if (__atomic_exchange_n(&heap_word, 0, __ATOMIC_RELEASE) == 2)
		syscall_futex_wake(&heap_word, 1);
}

static void *heap_memory(struct heap_block *block)
{
	return block + 1;
}

static struct heap_links *heap_links(struct heap_block *block)
{
	return heap_memory(block);
}

static uintptr_t heap_end(void)
{
	return PAGES_HEAP_START + PAGES_HEAP_SIZE;
}

/* NULL: this is the last one. */
static struct heap_block *heap_right(struct heap_block *block)
{
	uintptr_t right = (uintptr_t)block + block->size;

	return right < heap_end() ? (struct heap_block *)right : NULL;
}

static struct heap_block *heap_left(struct heap_block *block)
{
	return block->left_size ? (struct heap_block *)((uintptr_t)block - block->left_size) : NULL;
}

static unsigned int heap_bin(uint32_t size)
{
	return 31 - (unsigned int)__builtin_clz(size);
}

static void heap_link_locked(struct heap_block *block)
{
	struct heap_block **bin = &heap_bins[heap_bin(block->size)];

	block->state = HEAP_FREE;
	heap_links(block)->next = *bin;
	heap_links(block)->previous = NULL;
	if (*bin)
		heap_links(*bin)->previous = block;
	*bin = block;
}

static void heap_unlink_locked(struct heap_block *block)
{
	struct heap_links *links = heap_links(block);

	if (links->next)
		heap_links(links->next)->previous = links->previous;
	if (links->previous)
		heap_links(links->previous)->next = links->next;
	else
		heap_bins[heap_bin(block->size)] = links->next;
}

static void heap_set_size_locked(struct heap_block *block, uint32_t size)
{
	struct heap_block *right;

	block->size = size;
	right = heap_right(block);
	if (right)
		right->left_size = size;
}

/**
 * heap_init() - get the address space
 *
 * Return: 0, or not 0 if the machine has none.
 */
int heap_init(void)
{
	struct heap_block *all = (struct heap_block *)PAGES_HEAP_START;

	if (pages_fix(PAGES_HEAP_START, PAGES_HEAP_SIZE, SYSCALL_PROT_READ | SYSCALL_PROT_WRITE))
		return -1;
	all->size = PAGES_HEAP_SIZE;
	heap_link_locked(all);
	return 0;
}

/* Cut what is behind the first @size bytes off, as a free block. */
static void heap_split_locked(struct heap_block *block, uint32_t size)
{
	struct heap_block *rest = (struct heap_block *)((uintptr_t)block + size);
	uint32_t rest_size = block->size - size;

	if (rest_size < HEAP_SMALLEST)
		return;
	rest->left_size = size;
	block->size = size;
	heap_set_size_locked(rest, rest_size);
	heap_link_locked(rest);
}

/* Where memory of an alignment can begin in a block that lies here. */
static uintptr_t heap_place(const struct heap_block *block, uint32_t alignment)
{
	uintptr_t start = (uintptr_t)(block + 1);
	uintptr_t place = (start + alignment - 1) & ~(uintptr_t)(alignment - 1);

	/* What is left out in front must be long enough for a block. */
	while (place != start && place - start < HEAP_SMALLEST)
		place += alignment;
	return place;
}

static struct heap_block *heap_find_locked(uint32_t size, uint32_t alignment)
{
	for (unsigned int bin = heap_bin(size); bin < HEAP_BINS; bin++) {
		for (struct heap_block *block = heap_bins[bin]; block;
		     block = heap_links(block)->next) {
			uint32_t skip = heap_place(block, alignment) - (uintptr_t)(block + 1);

			if (block->size >= skip && block->size - skip >= size)
				return block;
		}
	}
	return NULL;
}

static void *heap_take(size_t wanted, uint32_t alignment)
{
	uint32_t size = ((uint32_t)wanted + sizeof(struct heap_block) + HEAP_ALIGN - 1) &
			~(HEAP_ALIGN - 1);
	struct heap_block *block;
	uint32_t skip;

	if (wanted > PAGES_HEAP_SIZE / 2)
		return NULL;
	if (size < HEAP_SMALLEST)
		size = HEAP_SMALLEST;
	heap_lock();
	block = heap_find_locked(size, alignment);
	if (!block) {
		heap_unlock();
		return NULL;
	}
	heap_unlink_locked(block);
	skip = heap_place(block, alignment) - (uintptr_t)(block + 1);
	if (skip) {
		struct heap_block *front = block;

		block = (struct heap_block *)((uintptr_t)front + skip);
		block->left_size = skip;
		heap_set_size_locked(block, front->size - skip);
		front->size = skip;
		heap_link_locked(front);
	}
	heap_split_locked(block, size);
	block->state = HEAP_USED;
	block->wanted = wanted;
	heap_used += block->size;
	heap_blocks_used++;
	if (heap_used > heap_most_used)
		heap_most_used = heap_used;
	heap_unlock();
	return heap_memory(block);
}

/* The head of memory that code gives back; if it is none, the PD ends. */
static struct heap_block *heap_check(void *memory, const char *who)
{
	struct heap_block *block = (struct heap_block *)memory - 1;

	if ((uintptr_t)memory % HEAP_ALIGN || (uintptr_t)block < PAGES_HEAP_START ||
	    (uintptr_t)memory >= heap_end() || (block->state != HEAP_USED &&
						block->state != HEAP_FREE))
		panic(PANIC_ABORT, "%s(%p): malloc() has not given this, or its head is overwritten",
			  who, memory);
	if (block->state == HEAP_FREE)
		panic(PANIC_ABORT, "%s(%p): it is free already", who, memory);
	return block;
}

void *malloc(size_t size)
{
	return heap_take(size, HEAP_ALIGN);
}
EXPORT(malloc);
EXPORT_AS(__wrap_malloc, &malloc);

void *memalign(size_t alignment, size_t size)
{
	if (alignment & (alignment - 1) || alignment > PAGES_HEAP_SIZE / 2)
		return NULL;
	return heap_take(size, alignment < HEAP_ALIGN ? HEAP_ALIGN : alignment);
}
EXPORT(memalign);
EXPORT_AS(__wrap_memalign, &memalign);
EXPORT_AS(aligned_alloc, &memalign);

int posix_memalign(void **memory, size_t alignment, size_t size)
{
	void *got = memalign(alignment, size);

	if (!got)
		return 12;	/* ENOMEM */
	*memory = got;
	return 0;
}
EXPORT(posix_memalign);

void *calloc(size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	memory = malloc(bytes);
	return memory ? memset(memory, 0, bytes) : NULL;
}
EXPORT(calloc);
EXPORT_AS(__wrap_calloc, &calloc);

void free(void *memory)
{
	struct heap_block *block, *other;
	uint32_t *poison = memory;

	if (!memory)
		return;
	heap_lock();
	block = heap_check(memory, "free");
	heap_used -= block->size;
	heap_blocks_used--;
	/* Behind the links: what is used after its end is seen sooner. */
	for (uint32_t i = sizeof(struct heap_links) / 4; i < (block->wanted + 3) / 4 && i < 16; i++)
		poison[i] = HEAP_POISON;
	/* The head stays readable as that of a free block when it is joined with another. */
	block->state = HEAP_FREE;
	other = heap_right(block);
	if (other && other->state == HEAP_FREE) {
		heap_unlink_locked(other);
		heap_set_size_locked(block, block->size + other->size);
	}
	other = heap_left(block);
	if (other && other->state == HEAP_FREE) {
		heap_unlink_locked(other);
		heap_set_size_locked(other, other->size + block->size);
		block = other;
	}
	heap_link_locked(block);
	heap_unlock();
}
EXPORT(free);
EXPORT_AS(__wrap_free, &free);

void *realloc(void *memory, size_t size)
{
	struct heap_block *block;
	void *bigger;

	if (!memory)
		return malloc(size);
	if (!size) {
		free(memory);
		return NULL;
	}
	block = heap_check(memory, "realloc");
	if (size <= block->size - sizeof(*block)) {
		block->wanted = size;
		return memory;
	}
	bigger = malloc(size);
	if (!bigger)
		return NULL;
	memcpy(bigger, memory, block->wanted);
	free(memory);
	return bigger;
}
EXPORT(realloc);
EXPORT_AS(__wrap_realloc, &realloc);

size_t malloc_usable_size(void *memory)
{
	return memory ? heap_check(memory, "malloc_usable_size")->wanted : 0;
}
EXPORT(malloc_usable_size);

/**
 * heap_count() - say how full the heap is
 */
void heap_count(struct heap_counts *counts)
{
	heap_lock();
	counts->bytes_used = heap_used;
	counts->bytes_free = PAGES_HEAP_SIZE - heap_used;
	counts->blocks_used = heap_blocks_used;
	counts->most_bytes_used = heap_most_used;
	heap_unlock();
}
