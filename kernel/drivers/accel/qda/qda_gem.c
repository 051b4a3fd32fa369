// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <drm/drm_prime.h>

#include "qda_device.h"
#include "qda_file.h"
#include "qda_gem.h"

/**
 * DOC: GEM objects
 *
 * An object is ordinary pageable memory from DRM's shmem helper, in no
 * address space but that of the programs that mmap it. Its pages are pinned
 * while a session has it mapped; always, if the DSP does not see the CPU's caches.
 * A large one has large pages where the kernel has some: a small page costs several
 * thousand instructions until the DSP can use it.
 *
 * Programs map page numbers, not pages, as all of DRM does, so that no one else gets
 * hold of the pages: direct I/O fails with EFAULT. Memory of the legacy node is an
 * exception, because its programs read files straight into it. Their pages are
 * ordinary ones; only where programs see them around the CPU's cache, the bytes that
 * others put there would stay in it.
 *
 * An import is an object whose memory is another driver's. Its own attachment, to
 * the device of the node, says so to DRM and is never mapped: that device does no
 * DMA. What is mapped is an attachment of the context bank of each session that
 * uses it. It can't be mmapped here, for only its exporter knows how; its own file
 * descriptor can.
 */

/* Makes an object known to the device; undone by qda_gem_forget(). */
static int qda_gem_register(struct qda_device *qdev, struct qda_gem_object *bo)
{
	int id;

	id = ida_alloc_min(&qdev->objects, 1, GFP_KERNEL);
	if (id < 0)
		return id;

	bo->id = id;
	atomic_inc(&qdev->count.objects);

	return 0;
}

static void qda_gem_forget(struct qda_gem_object *bo)
{
	struct qda_device *qdev = to_qda_device(bo->shmem.base.dev);

	if (!bo->id)
		return;

	ida_free(&qdev->objects, bo->id);
	atomic_dec(&qdev->count.objects);
}

/*
 * Pages are zeroed through the CPU's cache. Where programs map them around it, the
 * zeroes have to leave it first: else a program sees what another one had there,
 * and later they come down on what it has written. The DMA API alone can do that,
 * for a device that is not coherent: the node's, which has no IOMMU and does no DMA.
 * Pages that came as one go as one.
 */
static int qda_gem_flush(struct qda_gem_object *bo)
{
	size_t count = bo->shmem.base.size >> PAGE_SHIFT, len;
	struct device *dev = bo->shmem.base.dev->dev;
	struct page **pages;
	int ret;

	ret = drm_gem_shmem_pin(&bo->shmem);
	if (ret)
		return ret;
	bo->flushed = true;

	pages = bo->shmem.pages;
	for (size_t i = 0; i < count; i += len >> PAGE_SHIFT) {
		struct folio *folio = page_folio(pages[i]);
		dma_addr_t addr;

		len = folio_nr_pages(folio) - folio_page_idx(folio, pages[i]);
		len = min(len, count - i) << PAGE_SHIFT;
		addr = dma_map_page(dev, pages[i], 0, len, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
		dma_unmap_page(dev, addr, len, DMA_BIDIRECTIONAL);
		cond_resched();
	}

	return 0;
}

static void qda_gem_free(struct drm_gem_object *obj)
{
	struct qda_gem_object *bo = to_qda_gem_object(obj);

	if (bo->flushed)
		drm_gem_shmem_unpin(&bo->shmem);
	qda_gem_forget(bo);
	drm_gem_shmem_free(&bo->shmem);
}

static void qda_gem_free_import(struct drm_gem_object *obj)
{
	struct qda_gem_object *bo = to_qda_gem_object(obj);

	qda_gem_forget(bo);
	drm_prime_gem_destroy(obj, NULL);
	drm_gem_object_release(obj);
	kfree(bo);
}

/* A program that has given up its handle must not find the memory mapped. */
static void qda_gem_close(struct drm_gem_object *obj, struct drm_file *file)
{
	qda_file_unmap(file->driver_priv, to_qda_gem_object(obj));
}

static vm_fault_t qda_gem_insert(struct vm_area_struct *vma, unsigned long addr,
				 struct page *page)
{
	if (vma->vm_flags & VM_MIXEDMAP)
		return vmf_insert_page(vma, addr, page);

	return vmf_insert_pfn(vma, addr, page_to_pfn(page));
}

/*
 * All pages of an object are there once it is mmapped, so one fault maps as many as one
 * page table has. They are writable at once: that they are dirty is said when they are put,
 * which has to be said for those that the DSP writes to, too.
 */
static vm_fault_t qda_gem_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct drm_gem_object *obj = vma->vm_private_data;
	struct page **pages = to_drm_gem_shmem_obj(obj)->pages;
	unsigned long start = max(vmf->address & PMD_MASK, vma->vm_start);
	unsigned long end = min((vmf->address & PMD_MASK) + PMD_SIZE, vma->vm_end);
	/* Of the part that is left of a mapping as well: node and page have DRM's offset. */
	pgoff_t index = vmf->pgoff - drm_vma_node_start(&obj->vma_node);
	pgoff_t count = obj->size >> PAGE_SHIFT;
	vm_fault_t ret = VM_FAULT_NOPAGE;

	if (index >= count)
		return VM_FAULT_SIGBUS;

	end = min(end, vmf->address + ((count - index) << PAGE_SHIFT));
	index -= (vmf->address - start) >> PAGE_SHIFT;
	for (unsigned long addr = start; addr < end && ret == VM_FAULT_NOPAGE; addr += PAGE_SIZE)
		ret = qda_gem_insert(vma, addr, pages[index++]);

	return ret;
}

/* DRM's helper has these in a table only, which a table of ours can't be made from. */
static void qda_gem_vm_open(struct vm_area_struct *vma)
{
	drm_gem_shmem_vm_ops.open(vma);
}

static void qda_gem_vm_close(struct vm_area_struct *vma)
{
	drm_gem_shmem_vm_ops.close(vma);
}

static const struct vm_operations_struct qda_gem_vm_ops = {
	.fault = qda_gem_fault,
	.open = qda_gem_vm_open,
	.close = qda_gem_vm_close,
};

static int qda_gem_mmap(struct drm_gem_object *obj, struct vm_area_struct *vma)
{
	struct qda_gem_object *bo = to_qda_gem_object(obj);
	int ret;

	ret = drm_gem_shmem_object_mmap(obj, vma);
	if (!ret && bo->direct_io && !bo->shmem.map_wc)
		vm_flags_mod(vma, VM_MIXEDMAP, VM_PFNMAP);

	return ret;
}

static const struct drm_gem_object_funcs qda_gem_funcs = {
	.free = qda_gem_free,
	.close = qda_gem_close,
	.print_info = drm_gem_shmem_object_print_info,
	.pin = drm_gem_shmem_object_pin,
	.unpin = drm_gem_shmem_object_unpin,
	.get_sg_table = drm_gem_shmem_object_get_sg_table,
	.vmap = drm_gem_shmem_object_vmap,
	.vunmap = drm_gem_shmem_object_vunmap,
	.mmap = qda_gem_mmap,
	.vm_ops = &qda_gem_vm_ops,
};

/* No mmap and no vm_ops: DRM refuses to map it. */
static const struct drm_gem_object_funcs qda_gem_import_funcs = {
	.free = qda_gem_free_import,
	.close = qda_gem_close,
};

/**
 * qda_gem_create_object() - allocate an object for drm_gem_shmem_create()
 * @drm: device
 * @size: bytes
 *
 * The helper frees the memory itself if it fails after this, without a word to
 * the driver: nothing else may be taken here.
 *
 * Return: the object, not yet initialised, or an ERR_PTR.
 */
struct drm_gem_object *qda_gem_create_object(struct drm_device *drm, size_t size)
{
	struct qda_gem_object *bo;

	bo = kzalloc_obj(*bo, GFP_KERNEL_ACCOUNT);
	if (!bo)
		return ERR_PTR(-ENOMEM);

	bo->shmem.base.funcs = &qda_gem_funcs;
	bo->shmem.map_wc = !to_qda_device(drm)->coherent;
	bo->shmem.pages_mark_dirty_on_put = true;

	return &bo->shmem.base;
}

/**
 * qda_gem_create() - make an object
 * @qdev: device
 * @size: bytes, a multiple of the page size
 *
 * Return: the object, referenced, or an ERR_PTR: -ENOMEM, or -ENOSPC if the
 * memory file system has no room.
 */
struct qda_gem_object *qda_gem_create(struct qda_device *qdev, size_t size)
{
	struct drm_gem_shmem_object *shmem;
	struct qda_gem_object *bo;
	int ret;

	shmem = drm_gem_shmem_create(&qdev->drm, size);
	if (IS_ERR(shmem))
		return ERR_CAST(shmem);

	bo = to_qda_gem_object(&shmem->base);
	ret = qda_gem_register(qdev, bo);
	if (!ret && shmem->map_wc)
		ret = qda_gem_flush(bo);
	if (ret) {
		drm_gem_object_put(&shmem->base);
		return ERR_PTR(ret);
	}

	return bo;
}

/**
 * qda_gem_prime_import() - DRM's import hook
 * @drm: device
 * @dma_buf: buffer
 *
 * A buffer that is an object of this device is that object: each session maps
 * it for itself.
 *
 * Return: the object, referenced, or an ERR_PTR.
 */
struct drm_gem_object *qda_gem_prime_import(struct drm_device *drm,
					    struct dma_buf *dma_buf)
{
	struct dma_buf_attachment *attach;
	struct qda_gem_object *bo;
	struct drm_gem_object *obj;
	int ret;

	if (drm_gem_is_prime_exported_dma_buf(drm, dma_buf)) {
		obj = dma_buf->priv;
		drm_gem_object_get(obj);
		return obj;
	}

	attach = dma_buf_attach(dma_buf, drm->dev);
	if (IS_ERR(attach))
		return ERR_CAST(attach);

	bo = kzalloc_obj(*bo, GFP_KERNEL_ACCOUNT);
	ret = bo ? qda_gem_register(to_qda_device(drm), bo) : -ENOMEM;
	if (ret) {
		kfree(bo);
		dma_buf_detach(dma_buf, attach);
		return ERR_PTR(ret);
	}

	get_dma_buf(dma_buf);
	obj = &bo->shmem.base;
	obj->funcs = &qda_gem_import_funcs;
	obj->resv = dma_buf->resv;
	drm_gem_private_object_init(drm, obj, dma_buf->size);
	obj->import_attach = attach;

	return obj;
}
