// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/string.h>

#include "qda_cb.h"
#include "qda_device.h"

/**
 * DOC: Context banks
 *
 * The DSP has one IOMMU stream per context bank, and so one address space.
 * The device tree lists the banks below the channel's node::
 *
 *	fastrpc {
 *		compatible = "qcom,fastrpc";
 *		compute-cb@1 {
 *			compatible = "qcom,fastrpc-compute-cb";
 *			reg = <1>;			<- the SID
 *			iommus = <&smmu 0x2161 0>;	<- its stream
 *		};
 *	};
 *
 *	address on the bus:  | SID | IOVA |
 *
 * The DSP puts the SID of the address it was given on the bus, and the IOMMU
 * takes it from there. So the bank is the DMA master: memory for the DSP is
 * allocated for, or mapped for, the bank's device and no other.
 *
 * Each bank is a platform device, for only the driver core sets up the DMA of
 * a device. The devices are made here, with the driver named, because the
 * FastRPC driver would bind any device of their compatible and take our data
 * for its own.
 */

#define QDA_CB_DRIVER "qda-cb"

static struct platform_device *qda_cb_add_device(struct qda_device *qdev,
						 struct device_node *np, u32 sid)
{
	struct platform_device *pdev;
	char name[32];
	int ret;

	snprintf(name, sizeof(name), "%s-cb", qdev->domain);
	pdev = platform_device_alloc(name, sid);
	if (!pdev)
		return ERR_PTR(-ENOMEM);

	pdev->dev.parent = qdev->drm.dev;
	device_set_node(&pdev->dev, fwnode_handle_get(of_fwnode_handle(np)));
	ret = device_set_driver_override(&pdev->dev, QDA_CB_DRIVER);
	if (ret)
		goto err_put;

	ret = platform_device_add(pdev);
	if (ret)
		goto err_put;

	/* Without its driver, the IOMMU is not ready: the channel waits. */
	if (!device_is_bound(&pdev->dev)) {
		platform_device_unregister(pdev);
		return ERR_PTR(-EPROBE_DEFER);
	}

	return pdev;

err_put:
	platform_device_put(pdev);
	return ERR_PTR(ret);
}

static int qda_cb_add(struct qda_device *qdev, struct device_node *np)
{
	struct qda_cb_pool *pool = &qdev->cbs;
	struct qda_cb *cb = &pool->banks[pool->count];
	struct platform_device *pdev;
	unsigned int bits;
	int ret;

	if (pool->count == QDA_CBS_MAX)
		return -E2BIG;

	/* No SID is not SID 0: with a wrong one the DSP faults at each access. */
	ret = of_property_read_u32(np, "reg", &cb->sid);
	if (ret)
		return dev_err_probe(qdev->drm.dev, ret, "%pOF has no reg\n", np);

	cb->sessions_max = 1;
	of_property_read_u32(np, "qcom,nsessions", &cb->sessions_max);

	pdev = qda_cb_add_device(qdev, np, cb->sid);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);

	bits = strstarts(qdev->domain, "cdsp") ? qdev->soc->cdsp_dma_bits : qdev->soc->dma_bits;
	cb->dev = &pdev->dev;
	pool->count++;
	/* Whatever its size, an object has to be one range for the DSP. */
	dma_set_max_seg_size(cb->dev, UINT_MAX);
	/* All banks of a DSP are wired alike, so each speaks for all. */
	qdev->coherent = device_get_dma_attr(cb->dev) == DEV_DMA_COHERENT;

	return dma_set_mask_and_coherent(cb->dev, DMA_BIT_MASK(bits));
}

/**
 * qda_cb_init() - set up an empty pool
 * @pool: banks of a DSP
 */
void qda_cb_init(struct qda_cb_pool *pool)
{
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
}

/**
 * qda_cb_depopulate() - remove the devices of all context banks
 * @qdev: DSP, unplugged; no session has memory mapped for a bank
 */
void qda_cb_depopulate(struct qda_device *qdev)
{
	struct qda_cb_pool *pool = &qdev->cbs;

	while (pool->count)
		platform_device_unregister(to_platform_device(pool->banks[--pool->count].dev));
}

/**
 * qda_cb_populate() - make the devices of all context banks of a DSP
 * @qdev: DSP, not yet registered
 *
 * Return: 0, -EPROBE_DEFER if the IOMMU is not there yet, -ENODEV if the
 * device tree lists no bank, or another error. No bank is left on error.
 */
int qda_cb_populate(struct qda_device *qdev)
{
	struct device_node *np;
	int ret = -ENODEV;

	for_each_available_child_of_node(qdev->drm.dev->of_node, np) {
		if (!of_device_is_compatible(np, "qcom,fastrpc-compute-cb"))
			continue;

		ret = qda_cb_add(qdev, np);
		if (ret) {
			of_node_put(np);
			break;
		}
	}

	if (ret)
		qda_cb_depopulate(qdev);

	return ret;
}

static bool qda_cb_usable(const struct qda_cb *cb, kuid_t owner)
{
	if (!cb->sessions)
		return true;

	return cb->sessions < cb->sessions_max && uid_eq(cb->owner, owner);
}

static struct qda_cb *qda_cb_take(struct qda_cb_pool *pool, kuid_t owner)
{
	struct qda_cb *best = NULL;

	guard(spinlock)(&pool->lock);

	for (unsigned int i = 0; i < pool->count; i++) {
		struct qda_cb *cb = &pool->banks[i];

		if (qda_cb_usable(cb, owner) && (!best || cb->sessions < best->sessions))
			best = cb;
	}

	if (best) {
		best->sessions++;
		best->owner = owner;
	}

	return best;
}

/**
 * qda_cb_get() - take a context bank for a session
 * @pool: banks of the DSP
 * @owner: user that the session works for
 * @patience: how long to wait for one, jiffies; 0 is not at all
 *
 * An unused bank is preferred. A bank is shared only if the device tree lets
 * it be, and only by sessions of one user: they share an address space.
 *
 * Return: the bank, or an ERR_PTR: -EUSERS if none is free, -ECONNRESET if
 * the pool was closed, -ERESTARTSYS after a signal.
 */
struct qda_cb *qda_cb_get(struct qda_cb_pool *pool, kuid_t owner, long patience)
{
	struct qda_cb *cb = NULL;
	long ret;

	ret = wait_event_interruptible_timeout(pool->wait,
					       READ_ONCE(pool->closed) ||
					       (cb = qda_cb_take(pool, owner)),
					       patience);
	if (cb)
		return cb;
	if (ret < 0)
		return ERR_PTR(ret);

	return ERR_PTR(ret ? -ECONNRESET : -EUSERS);
}

/**
 * qda_cb_put() - give a context bank back
 * @pool: banks of the DSP
 * @cb: bank, with nothing of the session left in its address space
 */
void qda_cb_put(struct qda_cb_pool *pool, struct qda_cb *cb)
{
	spin_lock(&pool->lock);
	cb->sessions--;
	spin_unlock(&pool->lock);
	wake_up(&pool->wait);
}

/**
 * qda_cb_close() - let nobody take a bank or wait for one any more
 * @pool: banks of the DSP
 */
void qda_cb_close(struct qda_cb_pool *pool)
{
	WRITE_ONCE(pool->closed, true);
	wake_up_all(&pool->wait);
}

/**
 * qda_cb_sessions_max() - how many sessions the banks can serve
 * @pool: banks of the DSP
 *
 * Return: the number, if all sessions that share a bank are of one user.
 */
unsigned int qda_cb_sessions_max(const struct qda_cb_pool *pool)
{
	unsigned int sum = 0;

	for (unsigned int i = 0; i < pool->count; i++)
		sum += pool->banks[i].sessions_max;

	return sum;
}

/**
 * qda_cb_taken() - how many banks sessions have
 * @pool: banks of the DSP
 *
 * Return: the number.
 */
unsigned int qda_cb_taken(struct qda_cb_pool *pool)
{
	unsigned int taken = 0;

	guard(spinlock)(&pool->lock);
	for (unsigned int i = 0; i < pool->count; i++)
		taken += !!pool->banks[i].sessions;

	return taken;
}

/* The core has configured the DMA of the device; there is no more to do. */
static int qda_cb_probe(struct platform_device *pdev)
{
	return 0;
}

static struct platform_driver qda_cb_driver = {
	.probe = qda_cb_probe,
	.driver = {
		.name = QDA_CB_DRIVER,
		.suppress_bind_attrs = true,
	},
};

/**
 * qda_cb_driver_register() - register the driver of context banks
 *
 * Return: 0 or an error.
 */
int qda_cb_driver_register(void)
{
	return platform_driver_register(&qda_cb_driver);
}

/**
 * qda_cb_driver_unregister() - undo qda_cb_driver_register()
 */
void qda_cb_driver_unregister(void)
{
	platform_driver_unregister(&qda_cb_driver);
}
