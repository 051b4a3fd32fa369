// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The program of levels.idl: it makes a picture in memory that the DSP sees, has it
 * stretched, and looks at what came.
 */
#include <stdio.h>

#include "AEEStdErr.h"
#include "levels.h"
#include "remote.h"
#include "rpcmem.h"

#define WIDTH	640
#define HEIGHT	480

static void paint(unsigned char *pixels)
{
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			pixels[y * WIDTH + x] = 64 + (x * 7 + y * 3) % 97;
}

static void show(const char *what, const levels_range *range)
{
	printf("%s: %d to %d\n", what, range->darkest, range->brightest);
}

static int run(remote_handle64 h, unsigned char *pixels, unsigned char *stretched, int size)
{
	unsigned int sum = 0;
	levels_range range;
	int err;

	err = levels_find(h, pixels, size, &range);
	if (err)
		return err;
	show("before", &range);
	err = levels_stretch(h, pixels, size, stretched, size);
	if (!err)
		err = levels_find(h, stretched, size, &range);
	if (err)
		return err;
	show("after", &range);
	for (int i = 0; i < size; i++)
		sum = sum * 31 + stretched[i];
	printf("picture: %08x\n", sum);
	printf("half of a picture: 0x%x\n",
	       (unsigned int)levels_stretch(h, pixels, size, stretched, size / 2));
	return AEE_SUCCESS;
}

int main(void)
{
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 1 };
	int size = WIDTH * HEIGHT, err;
	unsigned char *pixels, *stretched;
	remote_handle64 h;

	rpcmem_init();
	pixels = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, size);
	stretched = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, size);
	if (!pixels || !stretched) {
		fputs("levels: no memory\n", stderr);
		return 1;
	}
	paint(pixels);
	err = remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish));
	if (!err)
		err = levels_open(levels_URI CDSP_DOMAIN, &h);
	if (!err) {
		err = run(h, pixels, stretched, size);
		levels_close(h);
	}
	if (err)
		fprintf(stderr, "levels: error 0x%x\n", (unsigned int)err);
	rpcmem_free(pixels);
	rpcmem_free(stretched);
	rpcmem_deinit();
	return err ? 1 : 0;
}
