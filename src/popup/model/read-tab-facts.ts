import { toFailure } from '../../domain/failure';
import { recall } from '../../extension/session-memory';
import { getTabStreamId, isTabCaptureAllowed } from '../../extension/tab-capture';
import { activeTab } from '../../extension/tabs';
import type { TabFacts } from './tab-access';

/** Asks the browser about the tab in front and what we may do with it. */
export async function readTabFacts(): Promise<TabFacts> {
  const [tab, allowed, denied] = await Promise.all([
    activeTab(),
    isTabCaptureAllowed(),
    recall('tabCaptureDenied'),
  ]);
  const refusal = tab !== undefined && allowed ? await refusalOf(tab.id) : undefined;
  return { tab, allowed, denied: denied === true, refusal };
}

/**
 * There is no API to ask this. A stream id that is never used opens nothing, and is forgotten after
 * 10 s. Any other reason is for the start to tell.
 */
async function refusalOf(tabId: number): Promise<TabFacts['refusal']> {
  try {
    await getTabStreamId(tabId);
    return undefined;
  } catch (error) {
    const { code } = toFailure(error);
    return code === 'tab-not-invoked' || code === 'tab-not-capturable' ? code : undefined;
  }
}
