// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/device.h>
#include <linux/of.h>
#include <linux/of_reserved_mem.h>

#include "qda_heap.h"

/**
 * DOC: Reserved memory
 *
 * Some DSPs do not reach all memory through a context bank. The static PD for audio
 * gets physical memory, and a bank with SID 0 has no IOMMU, so that payloads have to
 * lie where that DSP may look. The device tree reserves this memory, and says with
 * "qcom,vmids" if secure firmware has to let the DSP reach it. That is asked for when
 * the memory is needed first: a board whose firmware can't be asked has everything
 * else. What was assigned comes back when the channel goes.
 */

/**
 * qda_heap_init() - read what the device tree reserves
 * @heap: memory, zeroed
 * @dev: device of the channel
 *
 * Return: 0, also if it reserves none; or -EINVAL if it names too many owners.
 */
int qda_heap_init(struct qda_heap *heap, struct device *dev)
{
	u32 vmids[QDA_HEAP_VMIDS];
	struct resource res;
	int count;

	mutex_init(&heap->lock);

	count = of_property_count_u32_elems(dev->of_node, "qcom,vmids");
	if (count > QDA_HEAP_VMIDS)
		return dev_err_probe(dev, -EINVAL, "too many qcom,vmids\n");
	if (count > 0 && !of_property_read_u32_array(dev->of_node, "qcom,vmids", vmids, count)) {
		heap->count = count;
		for (int i = 0; i < count; i++)
			heap->vmids[i] = (struct qcom_scm_vmperm){
				.vmid = vmids[i],
				.perm = QCOM_SCM_PERM_RWX,
			};
	}

	if (of_reserved_mem_region_to_resource(dev->of_node, 0, &res))
		return 0;

	heap->addr = res.start;
	heap->size = resource_size(&res);
	heap->owners = BIT(QCOM_SCM_VMID_HLOS);

	/* For payloads of a bank with SID 0; not all such memory can be allocated from. */
	of_reserved_mem_device_init_by_idx(dev, dev->of_node, 0);

	return 0;
}

/**
 * qda_heap_fini() - take the memory back
 * @heap: memory that the DSP uses no more
 * @dev: device of the channel
 */
void qda_heap_fini(struct qda_heap *heap, struct device *dev)
{
	const struct qcom_scm_vmperm hlos = {
		.vmid = QCOM_SCM_VMID_HLOS,
		.perm = QCOM_SCM_PERM_RWX,
	};
	int ret = 0;

	if (heap->assigned)
		ret = qcom_scm_assign_mem(heap->addr, heap->size, &heap->owners, &hlos, 1);
	if (ret)
		dev_err(dev, "reserved memory %pa stays the DSP's: %d\n", &heap->addr, ret);
	heap->assigned = false;
	if (heap->size)
		of_reserved_mem_device_release(dev);
	mutex_destroy(&heap->lock);
}

/**
 * qda_heap_assign() - let the DSP reach the memory
 * @heap: memory
 *
 * Return: 0; -EOPNOTSUPP if secure firmware would have to be asked and can't be; or
 * its error.
 */
int qda_heap_assign(struct qda_heap *heap)
{
	int ret;

	guard(mutex)(&heap->lock);

	if (!heap->count || heap->assigned)
		return 0;
	if (!qcom_scm_is_available())
		return -EOPNOTSUPP;

	if (!heap->size)
		return 0;

	ret = qcom_scm_assign_mem(heap->addr, heap->size, &heap->owners, heap->vmids,
				  heap->count);
	heap->assigned = !ret;

	return ret;
}
