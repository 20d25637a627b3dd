/** Part of the clients that is there before memory is first looked at: what the first ones cost is the server, not them. */
export const FEW_PART = 0.2
