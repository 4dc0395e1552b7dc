//! Every rule on a small document that has the fault and on a near miss that has not.
