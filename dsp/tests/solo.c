// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library as a program for qemu-hexagon: serves calls that come on standard
 * input. Each argument lies between two pages without memory, inputs are
 * read-only: code that reads or writes beyond an argument's end dies.
 */
#include <stdlib.h>
#include <string.h>

#include <qda/qurt.h>
#include <qda/skel.h>

#include "solo.h"

/* System calls of Linux on Hexagon. */
#define SOLO_READ	63
#define SOLO_WRITE	64
#define SOLO_EXIT	94
#define SOLO_MUNMAP	215
#define SOLO_MMAP2	222
#define SOLO_MPROTECT	226

#define SOLO_PAGE	4096u
#define SOLO_NONE	0
#define SOLO_RO	1
#define SOLO_RW	3
#define SOLO_ANONYMOUS 0x22	/* private, no file */

/* Of the library; the command line says which. */
int SOLO_INVOKE(uint64_t handle, uint32_t scalars, struct skel_arg *args);

struct solo_place {
	uint8_t *pages;
	uint32_t page_count;
};

static uint32_t solo_blocks;

/* What the library's open method has given; handle arguments of calls. */
static uint64_t solo_handle;

static int solo_syscall(int number, int a, int b, int c, int d, int e, int f)
{
	register int r0 __asm__("r0") = a;
	register int r1 __asm__("r1") = b;
	register int r2 __asm__("r2") = c;
	register int r3 __asm__("r3") = d;
	register int r4 __asm__("r4") = e;
	register int r5 __asm__("r5") = f;
	register int r6 __asm__("r6") = number;

	__asm__ volatile("trap0(#1)" : "+r"(r0)
			 : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6) : "memory");
	return r0;
}

static _Noreturn void solo_exit(int status)
{
	for (;;)
		solo_syscall(SOLO_EXIT, status, 0, 0, 0, 0, 0);
}

void _Assert(const char *claim, const char *function)
{
	solo_syscall(SOLO_WRITE, 2, (int)claim, (int)strlen(claim), 0, 0, 0);
	solo_exit(3);
}

size_t strlen(const char *text)
{
	size_t size = 0;

	while (text[size])
		size++;
	return size;
}

void *memcpy(void *to, const void *from, size_t size)
{
	const uint8_t *in = from;
	volatile uint8_t *out = to;

	for (size_t i = 0; i < size; i++)
		out[i] = in[i];
	return to;
}

void *memset(void *memory, int byte, size_t size)
{
	volatile uint8_t *out = memory;

	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)byte;
	return memory;
}

static uint8_t *solo_map(uint32_t size, int access)
{
	int at = solo_syscall(SOLO_MMAP2, 0, (int)size, access, SOLO_ANONYMOUS, -1, 0);

	if ((uint32_t)at > -(uint32_t)SOLO_PAGE)
		solo_exit(4);
	return (uint8_t *)at;
}

/* Each block has pages of its own, with its size in front of it. */
void *malloc(size_t size)
{
	uint32_t *block = (uint32_t *)solo_map(size + 8, SOLO_RW);

	block[0] = size + 8;
	solo_blocks++;
	return block + 2;
}

void *calloc(size_t count, size_t size)
{
	return malloc(count * size);
}

void free(void *block)
{
	uint32_t *head = block;

	if (!block)
		return;
	solo_blocks--;
	solo_syscall(SOLO_MUNMAP, (int)(head - 2), (int)head[-2], 0, 0, 0, 0);
}

/* There are no threads here. */
int qurt_thread_create(qurt_thread_t *id, qurt_thread_attr_t *attr, void (*entry)(void *),
		       void *argument)
{
	return 1;
}

int qurt_thread_join(qurt_thread_t id, int *status)
{
	return 1;
}

void qurt_thread_exit(int status)
{
	solo_exit(5);
}

/* The other side has closed the pipe: 0. */
static int solo_read(void *to, uint32_t size)
{
	for (uint32_t at = 0; at < size;) {
		int got = solo_syscall(SOLO_READ, 0, (int)to + (int)at, (int)(size - at),
					 0, 0, 0);

		if (got <= 0)
			return 0;
		at += (uint32_t)got;
	}
	return 1;
}

static void solo_write(const void *from, uint32_t size)
{
	for (uint32_t at = 0; at < size;) {
		int done = solo_syscall(SOLO_WRITE, 1, (int)from + (int)at, (int)(size - at),
					  0, 0, 0);

		if (done <= 0)
			solo_exit(6);
		at += (uint32_t)done;
	}
}

static void solo_place(const struct solo_head *head, uint32_t size, struct solo_place *place,
			 struct skel_arg *arg)
{
	uint32_t room;

	place->page_count = (size + head->gap + SOLO_PAGE - 1) / SOLO_PAGE + !size;
	room = place->page_count * SOLO_PAGE;
	place->pages = solo_map(room + 2 * SOLO_PAGE, SOLO_NONE) + SOLO_PAGE;
	solo_syscall(SOLO_MPROTECT, (int)place->pages, (int)room, SOLO_RW, 0, 0, 0);
	memset(place->pages, SOLO_FILL, room);
	arg->data = place->pages + (head->at_start ? head->gap : room - head->gap - size);
	arg->size = size;
}

static uint32_t solo_strays(const struct solo_place *place, const struct skel_arg *arg)
{
	uint32_t start = (uint32_t)((uint8_t *)arg->data - place->pages), strays = 0;

	for (uint32_t i = 0; i < place->page_count * SOLO_PAGE; i++)
		if (i < start || i >= start + arg->size)
			strays += place->pages[i] != SOLO_FILL;
	return strays;
}

/* A handle lies in the argument itself. */
static void solo_handles(uint32_t scalars, struct skel_arg *handles)
{
	for (uint32_t i = 0; i < (scalars >> 4 & 0xf); i++)
		memcpy(&handles[i], &solo_handle, sizeof(solo_handle));
}

static int solo_serve(void)
{
	struct solo_place places[SOLO_ARGS_MAX];
	struct skel_arg args[SOLO_ARGS_MAX + 32];
	struct solo_return answer = { 0 };
	struct solo_head head;
	uint32_t in, count, blocks;

	if (!solo_read(&head, sizeof(head)))
		return 0;
	in = head.scalars >> 16 & 0xff;
	count = in + (head.scalars >> 8 & 0xff);
	for (uint32_t i = 0; i < count; i++) {
		solo_place(&head, head.sizes[i], &places[i], &args[i]);
		if (i >= in)
			continue;
		if (!solo_read(args[i].data, args[i].size))
			return 0;
		solo_syscall(SOLO_MPROTECT, (int)places[i].pages,
			       (int)(places[i].page_count * SOLO_PAGE), SOLO_RO, 0, 0, 0);
	}
	blocks = solo_blocks;
	solo_handles(head.scalars, &args[count]);
	answer.result = SOLO_INVOKE(solo_handle, head.scalars, args);
	if (!answer.result && head.scalars & 0xf)
		memcpy(&solo_handle, &args[count], sizeof(solo_handle));
	for (uint32_t i = 0; i < count; i++)
		answer.strays += solo_strays(&places[i], &args[i]);
	answer.blocks = (int32_t)(solo_blocks - blocks);
	solo_write(&answer, sizeof(answer));
	for (uint32_t i = 0; i < count; i++) {
		if (i >= in)
			solo_write(args[i].data, args[i].size);
		solo_syscall(SOLO_MUNMAP, (int)(places[i].pages - SOLO_PAGE),
			       (int)((places[i].page_count + 2) * SOLO_PAGE), 0, 0, 0, 0);
	}
	return 1;
}

_Noreturn void solo_main(void)
{
	while (solo_serve())
		;
	solo_exit(0);
}

/* HVX code wants the stack at a multiple of 128. */
__asm__(".globl _start\n"
	".type _start, @function\n"
	"_start:\n"
	"	r29 = and(r29, #-128)\n"
	"	call solo_main\n");
