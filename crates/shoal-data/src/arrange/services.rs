//! Rows whose product is no product: found when all products are known, because a code of one letter is believed only where such codes
//! are rare ([`crate::policy::services`]).

use crate::judge::Draft;
use crate::judge::terms::service;
use crate::policy::{Policy, Services, services::services};
use shoal_segment::lines::NO_KEY;

/// Gives such rows the reason of the policy; kept ones lose product, category and units.
pub(crate) fn settle(drafts: &mut [Draft], products: &[&[u8]], policy: &Policy) {
    if policy.services == Services::Keep {
        return;
    }
    let is_service = services(products, &policy.service_codes);
    if !is_service.contains(&true) {
        return;
    }
    let of_service =
        |draft: &&mut Draft| draft.reason.is_used() && is_service.get(draft.product as usize).copied().unwrap_or(false);
    for draft in drafts.iter_mut().filter(of_service) {
        if policy.services == Services::Money {
            (draft.product, draft.category, draft.quantity) = (NO_KEY, NO_KEY, 0);
        }
        if !draft.is_refund {
            draft.reason = service(policy.services, draft.reason).unwrap_or(draft.reason);
        }
    }
}
