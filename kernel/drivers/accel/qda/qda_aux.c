// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>

#include <drm/drm_file.h>

#include "qda_aux.h"
#include "qda_device.h"
#include "qda_gem.h"
#include "qda_invoke.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_pdmap.h"
#include "qda_session.h"

/**
 * DOC: Other interfaces
 *
 * Programs reach a DSP by its DRM node. Another module may offer one more
 * interface, on the same sessions: each DSP has an auxiliary device for it to
 * bind, and one table of functions. The driver needs none.
 */

const struct qda_aux qda_aux = {
	.session_create = qda_session_create,
	.session_start = qda_session_start,
	.session_close = qda_session_close,
	.session_put = qda_session_put,
	.pd_attach = qda_pd_attach,
	.pd_attach_static = qda_pd_attach_static,
	.pd_create = qda_pd_create,
	.pd_capabilities = qda_pd_capabilities,
	.pdmap_create = qda_pdmap_create,
	.pdmap_find = qda_pdmap_find,
	.pdmap_destroy = qda_pdmap_destroy,
	.gem_create = qda_gem_create,
	.gem_import = qda_gem_prime_import,
	.mapping_get = qda_mapping_get,
	.mapping_wait = qda_mapping_wait,
	.mapping_put = qda_mapping_put,
	.mapping_forget = qda_mapping_forget,
	.mapping_forget_idle = qda_mapping_forget_idle,
	.invoke_get = qda_invoke_get,
	.invoke_prepare = qda_invoke_prepare,
	.invoke_set_mapping = qda_invoke_set_mapping,
	.invoke_drop_mappings = qda_invoke_drop_mappings,
	.invoke_send = qda_invoke_send,
	.invoke_poll = qda_invoke_poll,
	.invoke_wait = qda_invoke_wait,
	.invoke_put = qda_invoke_put,
	.marshal_tags = qda_marshal_tags,
};
EXPORT_SYMBOL_NS_GPL(qda_aux, "QDA");

static void qda_aux_release(struct device *dev)
{
	kfree(to_qda_aux_device(to_auxiliary_dev(dev)));
}

static int qda_aux_init_device(struct qda_aux_device *aux, struct qda_device *qdev)
{
	struct auxiliary_device *adev = &aux->adev;
	int ret;

	aux->qdev = qdev;
	adev->name = QDA_AUX_LEGACY;
	adev->id = qdev->drm.accel->index;
	adev->dev.parent = qdev->drm.dev;
	adev->dev.release = qda_aux_release;
	ret = auxiliary_device_init(adev);
	if (ret) {
		kfree(aux);
		return ret;
	}

	ret = auxiliary_device_add(adev);
	if (ret)
		auxiliary_device_uninit(adev);

	return ret;
}

/**
 * qda_aux_add() - offer a DSP to other interfaces
 * @qdev: DSP, registered
 *
 * The DSP works without.
 */
void qda_aux_add(struct qda_device *qdev)
{
	struct qda_aux_device *aux = kzalloc_obj(*aux);
	int ret = aux ? qda_aux_init_device(aux, qdev) : -ENOMEM;

	if (ret)
		dev_err(qdev->drm.dev, "programs will not find /dev/fastrpc-*: %pe\n",
			ERR_PTR(ret));
	else
		qdev->aux = aux;
}

/**
 * qda_aux_remove() - take a DSP from other interfaces
 * @qdev: DSP, registered
 */
void qda_aux_remove(struct qda_device *qdev)
{
	if (!qdev->aux)
		return;

	auxiliary_device_delete(&qdev->aux->adev);
	auxiliary_device_uninit(&qdev->aux->adev);
	qdev->aux = NULL;
}
