// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/device.h>
#include <linux/of.h>
#include <linux/string.h>

#include <drm/drm_drv.h>
#include <drm/drm_file.h>
#include <drm/drm_gem.h>
#include <drm/drm_managed.h>

#include "qda_aux.h"
#include "qda_coredump.h"
#include "qda_debugfs.h"
#include "qda_device.h"
#include "qda_drv.h"
#include "qda_rpmsg.h"
#include "qda_session.h"

/**
 * DOC: Devices
 *
 * A device is one DSP while its channel exists. When the DSP stops or
 * crashes, the channel and with it the device go, calls end, and files that
 * are open can only be closed. When it starts again there is a new device.
 */

static void qda_device_fini(struct drm_device *drm, void *data)
{
	struct qda_device *qdev = to_qda_device(drm);

	ida_destroy(&qdev->objects);
	xa_destroy(&qdev->clients);
	xa_destroy(&qdev->invokes);
}

static int qda_device_read_domain(struct qda_device *qdev, struct device *dev)
{
	const char *label;
	int ret;

	ret = of_property_read_string(dev->of_node, "label", &label);
	if (ret)
		return dev_err_probe(dev, ret, "device tree node has no label\n");
	if (strscpy(qdev->domain, label) < 0)
		return dev_err_probe(dev, -EINVAL, "label \"%s\" is too long\n", label);

	return 0;
}

/**
 * qda_device_create() - allocate the device of a DSP
 * @dev: device of its channel
 * @soc: properties of the SoC
 *
 * Return: the device, which goes with @dev and the last open file; or an
 * ERR_PTR.
 */
struct qda_device *qda_device_create(struct device *dev, const struct qda_soc *soc)
{
	struct qda_device *qdev;
	int ret;

	qdev = devm_drm_dev_alloc(dev, &qda_driver, struct qda_device, drm);
	if (IS_ERR(qdev))
		return qdev;

	qdev->soc = soc;
	qdev->poll = qda_soc_polls(soc);
	qdev->wq = qda_drv_wq;
	ida_init(&qdev->objects);
	qda_cb_init(&qdev->cbs);
	qda_message_init(&qdev->messages);
	INIT_LIST_HEAD(&qdev->sessions);
	xa_init_flags(&qdev->clients, XA_FLAGS_ALLOC1 | XA_FLAGS_LOCK_IRQ);
	xa_init_flags(&qdev->invokes, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
	ret = drmm_add_action_or_reset(&qdev->drm, qda_device_fini, NULL);
	if (ret)
		return ERR_PTR(ret);

	/* A mount that failed is an error of the second only. */
	ret = drm_gem_huge_mnt_create(&qdev->drm, "within_size") ?:
	      PTR_ERR_OR_ZERO(drm_gem_get_huge_mnt(&qdev->drm));
	if (ret)
		return ERR_PTR(ret);

	ret = drmm_mutex_init(&qdev->drm, &qdev->sessions_lock) ?:
	      drmm_mutex_init(&qdev->drm, &qdev->capabilities_lock) ?:
	      qda_device_read_domain(qdev, dev);
	if (ret)
		return ERR_PTR(ret);

	return qdev;
}

/**
 * qda_device_register() - make the context banks, then the device node
 * @qdev: device
 *
 * Return: 0 or an error.
 */
int qda_device_register(struct qda_device *qdev)
{
	int ret;

	ret = qda_heap_init(&qdev->heap, qdev->drm.dev);
	if (ret)
		return ret;

	ret = qda_cb_populate(qdev);
	if (ret) {
		dev_err_probe(qdev->drm.dev, ret, "no usable context bank\n");
		goto err_fini_heap;
	}

	qda_debugfs_init(&qdev->drm);
	ret = drm_dev_register(&qdev->drm, 0);
	if (ret)
		goto err_depopulate;

	qda_aux_add(qdev);

	return 0;

err_depopulate:
	qda_cb_depopulate(qdev);
err_fini_heap:
	qda_heap_fini(&qdev->heap, qdev->drm.dev);
	return ret;
}

/*
 * As drm_dev_wedged_event() does, but that one sends from the primary node,
 * which an accel device has not. Nothing has to be done about it: remoteproc
 * restarts the DSP.
 */
static void qda_device_say_wedged(struct qda_device *qdev)
{
	char wedged[] = "WEDGED=none";
	char *envp[2] = { wedged };

	kobject_uevent_env(&qdev->drm.accel->kdev->kobj, KOBJ_CHANGE, envp);
}

/**
 * qda_device_unplug() - undo qda_device_register(), with files open or not
 * @qdev: device
 *
 * No session can start or send any more, and all waits end; then what the DSP has
 * of them goes. Operations that are still there, for as long as user memory or
 * another driver makes them, find their session gone. If the DSP has crashed, what
 * was going on is kept before that.
 */
void qda_device_unplug(struct qda_device *qdev)
{
	if (qda_rpmsg_crashed(qdev)) {
		qda_coredump_crash(qdev);
		qda_device_say_wedged(qdev);
	}
	qda_aux_remove(qdev);
	qda_cb_close(&qdev->cbs);
	qda_session_lose_all(qdev);
	drm_dev_unplug(&qdev->drm);
	qda_session_forget_all(qdev);
	qda_cb_depopulate(qdev);
	qda_heap_fini(&qdev->heap, qdev->drm.dev);
}
