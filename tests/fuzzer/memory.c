// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Steps that make, map and share memory.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm/vgem_drm.h>

#include "fuzzer/steps.h"
#include "tools/buffer.h"
#include "tools/raw.h"

void step_object(const uint8_t *a)
{
	static const __u64 sizes[] = { 4096, 65536, 1u << 20, 8192 };
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
	struct drm_qda_gem_create arg = {
		.size = steps_or(sizes[a[2] & 3], a[3]),
		.flags = (__u32)steps_or(0, a[4]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_GEM_CREATE, &arg) && !f->memory[i])
		f->object[i] = arg.handle;
}

void step_mmap(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
	struct drm_qda_gem_mmap_offset arg = {
		.handle = (__u32)steps_or(f->object[i], a[2]), .pad = (__u32)steps_or(0, a[3]),
	};
	size_t size = a[4] & 1 ? 65536 : 4096;
	void *memory;

	if (raw_ioctl(f->fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &arg) || f->memory[i])
		return;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, f->fd, (off_t)arg.offset);
	if (memory == MAP_FAILED)
		return;
	f->memory[i] = memory;
	f->size[i] = size;
	/* A fault in a system call is an error, not a signal. */
	if (a[5] & 1) {
		int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
		ssize_t got = read(zero, memory, size);

		(void)got;
		close(zero);
	}
	/* What is left of it are two mappings. */
	if (a[6] & 1 && size > 3 * 4096)
		munmap((uint8_t *)memory + 4096, 4096);
}

void step_gem_close(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);

	raw_gem_close(f->fd, (__u32)steps_or(f->object[a[1] % STEPS_SLOTS], a[2]));
}

/* Shared by both files, and by the nodes of fastrpc.ko. */
static int memory_dmabufs[STEPS_SLOTS] = { -1, -1, -1, -1 };
/* The node of another driver that has memory and fences; 0: not open yet. */
static int memory_vgem;
static __u32 memory_vgem_handle;

int steps_dmabuf(unsigned int i)
{
	return memory_dmabufs[i % STEPS_SLOTS];
}

static void memory_set_dmabuf(unsigned int i, int fd)
{
	if (memory_dmabufs[i] >= 0)
		close(memory_dmabufs[i]);
	memory_dmabufs[i] = fd;
}

void step_export(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	int dmabuf;

	if (!raw_prime_export(f->fd, f->object[a[1] % STEPS_SLOTS], &dmabuf))
		memory_set_dmabuf(a[2] % STEPS_SLOTS, dmabuf);
}

/* Memory with fences that another device would signal. */
static int memory_of_vgem(void)
{
	struct drm_mode_create_dumb dumb = { .width = 16384, .height = 1, .bpp = 32 };
	int dmabuf = -1;

	if (!memory_vgem)
		memory_vgem = buffer_open_vgem();
	if (memory_vgem_handle)
		raw_gem_close(memory_vgem, memory_vgem_handle);
	memory_vgem_handle = 0;
	if (!raw_ioctl(memory_vgem, DRM_IOCTL_MODE_CREATE_DUMB, &dumb))
		memory_vgem_handle = dumb.handle;
	raw_prime_export(memory_vgem, memory_vgem_handle, &dmabuf);
	return dmabuf;
}

static int memory_of_udmabuf(void)
{
	int memfd = buffer_memfd(65536), dmabuf = buffer_udmabuf(memfd, 0, 65536);

	close(memfd);
	return dmabuf;
}

/* Memory of another driver. */
void step_foreign(const uint8_t *a)
{
	memory_set_dmabuf(a[0] % STEPS_SLOTS, a[1] & 1 ? memory_of_vgem() : memory_of_udmabuf());
}

/* That driver begins, or ends, to use it. */
void step_fence(const uint8_t *a)
{
	static __u32 fence;
	struct drm_vgem_fence_attach begin = {
		.handle = memory_vgem_handle,
		.flags = a[0] & 2 ? 0 : VGEM_FENCE_WRITE,
	};
	struct drm_vgem_fence_signal end = { .fence = fence };

	if (!memory_vgem_handle)
		return;
	if (a[0] & 1)
		raw_ioctl(memory_vgem, DRM_IOCTL_VGEM_FENCE_SIGNAL, &end);
	else if (!raw_ioctl(memory_vgem, DRM_IOCTL_VGEM_FENCE_ATTACH, &begin))
		fence = begin.out_fence;
}

void step_import(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
	__u32 handle;

	if (!raw_prime_import(f->fd, (int)steps_or((__u64)memory_dmabufs[a[2] % STEPS_SLOTS], a[3]),
			      &handle) && !f->memory[i])
		f->object[i] = handle;
}

void steps_close_dmabufs(void)
{
	/* What waits for its fences does so no more. */
	step_fence((const uint8_t[FUZZER_BYTES]){ 1 });
	for (unsigned int i = 0; i < STEPS_SLOTS; i++)
		memory_set_dmabuf(i, -1);
}
