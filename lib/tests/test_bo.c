// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Buffers, with a memory file in the place of the node.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "fake_ioctl.h"
#include "tap.h"

#define SIZE	65536
#define OFFSET	65536

static uint64_t asked;
static uint32_t closed;
static atomic_int maps;
static int next_error;

/* A dma-buf in memory: what the kernel hands out, and takes for handle 12. */
static int dmabuf = -1;
static uint32_t exported;

static int kernel_export(struct drm_prime_handle *prime)
{
	TAP_EXPECT(prime->flags == (O_CLOEXEC | O_RDWR));
	exported = prime->handle;
	prime->fd = fcntl(dmabuf, F_DUPFD_CLOEXEC, 0);
	return prime->fd < 0 ? -errno : 0;
}

static int kernel_import(struct drm_prime_handle *prime)
{
	struct stat a, b;

	TAP_EXPECT(prime->flags == 0);
	if (fstat(prime->fd, &a) || fstat(dmabuf, &b) || a.st_ino != b.st_ino)
		return -EINVAL;
	prime->handle = exported ? exported : 12;
	return 0;
}

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_gem_create *create = arg;
	struct drm_qda_gem_mmap_offset *offset = arg;
	struct drm_gem_close *close = arg;

	(void)fd;
	if (next_error)
		return next_error;

	switch (request) {
	case DRM_IOCTL_QDA_GEM_CREATE:
		TAP_EXPECT(create->flags == 0 && create->handle == 0);
		asked = create->size;
		create->size = SIZE;
		create->handle = 11;
		return 0;
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
		TAP_EXPECT(offset->handle == 11 && offset->pad == 0);
		maps++;
		/* Long enough for others to come. */
		usleep(1000);
		offset->offset = OFFSET;
		return 0;
	case DRM_IOCTL_PRIME_HANDLE_TO_FD:
		return kernel_export(arg);
	case DRM_IOCTL_PRIME_FD_TO_HANDLE:
		return kernel_import(arg);
	case DRM_IOCTL_GEM_CLOSE:
		TAP_EXPECT(close->pad == 0);
		closed = close->handle;
		return 0;
	default:
		TAP_EXPECT(!"a buffer's operation");
		return -ENOTTY;
	}
}

static struct qda_device device_in_memory(void)
{
	struct qda_device dev = fake_device("cdsp");

	fake_ioctl = kernel;
	next_error = 0;
	dev.fd = memfd_create("node", MFD_CLOEXEC);
	TAP_EXPECT(dev.fd >= 0);
	TAP_EXPECT(!ftruncate(dev.fd, OFFSET + SIZE));
	dmabuf = memfd_create("dmabuf", MFD_CLOEXEC);
	TAP_EXPECT(!ftruncate(dmabuf, SIZE));
	exported = 0;
	closed = 0;
	return dev;
}

static void device_drop(const struct qda_device *dev)
{
	TAP_EXPECT(!dev->shared);
	close(dev->fd);
	close(dmabuf);
}

/* From birth to death; the mapping is the node's bytes at the offset. */
static void life(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	void *address, *again;
	char byte = 0;

	TAP_EXPECT(!qda_bo_create(&dev, 60000, &bo));
	TAP_EXPECT(asked == 60000);
	TAP_EXPECT(qda_bo_size(bo) == SIZE);
	TAP_EXPECT(qda_bo_handle(bo) == 11);

	TAP_EXPECT(!qda_bo_map(bo, &address));
	TAP_EXPECT(!qda_bo_map(bo, &again));
	TAP_EXPECT(address == again);
	((char *)address)[SIZE - 1] = 'q';
	TAP_EXPECT(pread(dev.fd, &byte, 1, OFFSET + SIZE - 1) == 1);
	TAP_EXPECT(byte == 'q');

	qda_bo_unmap(bo);
	qda_bo_unmap(bo);
	TAP_EXPECT(!qda_bo_map(bo, &address));
	TAP_EXPECT(((char *)address)[SIZE - 1] == 'q');

	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(closed == 11);
	device_drop(&dev);
}

static void *map_address(void *bo)
{
	void *address = NULL;

	TAP_EXPECT(!qda_bo_map(bo, &address));
	return address;
}

/* Threads that map one buffer at the same time get one address. */
static void map_threads(void)
{
	struct qda_device dev = device_in_memory();
	pthread_t threads[8];
	struct qda_bo *bo;
	void *address;

	TAP_EXPECT(!qda_bo_create(&dev, SIZE, &bo));
	maps = 0;
	for (int i = 0; i < 8; i++)
		TAP_EXPECT(!pthread_create(&threads[i], NULL, map_address, bo));
	for (int i = 0; i < 8; i++) {
		TAP_EXPECT(!pthread_join(threads[i], &address));
		TAP_EXPECT(address == map_address(bo));
	}
	TAP_EXPECT(maps == 1);
	TAP_EXPECT(!qda_bo_close(bo));
	device_drop(&dev);
}

/* The kernel's errors come through. */
static void errors(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	void *address;

	next_error = -EINVAL;
	TAP_EXPECT(qda_bo_create(&dev, 0, &bo) == -EINVAL);
	next_error = 0;
	TAP_EXPECT(!qda_bo_create(&dev, 1, &bo));
	next_error = -ENODEV;
	TAP_EXPECT(qda_bo_map(bo, &address) == -ENODEV);
	TAP_EXPECT(qda_bo_close(bo) == -ENODEV);
	device_drop(&dev);
}

/* Memory of others: its size, its bytes, and a descriptor that may go. */
static void import(void)
{
	struct qda_device dev = device_in_memory();
	int fd = fcntl(dmabuf, F_DUPFD_CLOEXEC, 0);
	void *address, *again;
	struct qda_bo *bo;
	char byte = 0;

	TAP_EXPECT(!qda_bo_import(&dev, fd, &bo));
	close(fd);
	TAP_EXPECT(qda_bo_handle(bo) == 12);
	TAP_EXPECT(qda_bo_size(bo) == SIZE);

	fd = dup(dmabuf);
	close(fd);
	TAP_EXPECT(!qda_bo_map(bo, &address));
	TAP_EXPECT(exported == 12);
	TAP_EXPECT(!qda_bo_map(bo, &again) && again == address);
	((char *)address)[SIZE - 1] = 'i';
	TAP_EXPECT(pread(dmabuf, &byte, 1, SIZE - 1) == 1 && byte == 'i');
	/* Mapping has left no descriptor open. */
	TAP_EXPECT(dup(dmabuf) == fd);
	close(fd);

	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(closed == 12);
	device_drop(&dev);
}

/* What is no dma-buf is none: no descriptor, a pipe, a file. */
static void import_refused(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	int pipes[2];

	TAP_EXPECT(qda_bo_import(&dev, -1, &bo) == -EBADF);
	TAP_EXPECT(!pipe(pipes));
	TAP_EXPECT(qda_bo_import(&dev, pipes[0], &bo) == -EINVAL);
	TAP_EXPECT(qda_bo_import(&dev, dev.fd, &bo) == -EINVAL);
	close(pipes[0]);
	close(pipes[1]);
	device_drop(&dev);
}

/*
 * One memory, one handle, three buffers: made here, and imported twice. The
 * last one that is closed closes the handle, in any order.
 */
static void twins(void)
{
	static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };

	for (int i = 0; i < 3; i++) {
		struct qda_device dev = device_in_memory();
		struct qda_bo *bos[3], *other;
		int fd;

		TAP_EXPECT(!qda_bo_create(&dev, SIZE, &bos[0]));
		fd = qda_bo_export(bos[0]);
		TAP_EXPECT(fd >= 0 && exported == 11);
		TAP_EXPECT(!qda_bo_import(&dev, fd, &bos[1]));
		TAP_EXPECT(!qda_bo_import(&dev, fd, &bos[2]));
		TAP_EXPECT(qda_bo_handle(bos[2]) == 11);
		exported = 0;
		TAP_EXPECT(!qda_bo_import(&dev, fd, &other));
		close(fd);

		TAP_EXPECT(!qda_bo_close(bos[orders[i][0]]));
		TAP_EXPECT(!qda_bo_close(bos[orders[i][1]]));
		TAP_EXPECT(closed == 0);
		TAP_EXPECT(!qda_bo_close(bos[orders[i][2]]));
		TAP_EXPECT(closed == 11);
		TAP_EXPECT(!qda_bo_close(other));
		TAP_EXPECT(closed == 12);
		device_drop(&dev);
	}
}

/* Export twice is one buffer; the kernel's errors come through. */
static void export(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	int one, two;

	TAP_EXPECT(!qda_bo_create(&dev, SIZE, &bo));
	next_error = -EMFILE;
	TAP_EXPECT(qda_bo_export(bo) == -EMFILE);
	next_error = 0;
	one = qda_bo_export(bo);
	two = qda_bo_export(bo);
	TAP_EXPECT(one >= 0 && two >= 0 && one != two);
	TAP_EXPECT(fcntl(one, F_GETFD) == FD_CLOEXEC);
	close(one);
	close(two);
	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(closed == 11);
	device_drop(&dev);
}

static const struct tap_test tests[] = {
	TAP_TEST(life),
	TAP_TEST(map_threads),
	TAP_TEST(errors),
	TAP_TEST(import),
	TAP_TEST(import_refused),
	TAP_TEST(twins),
	TAP_TEST(export),
};

TAP_MAIN(tests)
